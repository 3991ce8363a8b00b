import type { Locator } from 'playwright-core';
import type { BrowserSession } from './browser-session.ts';
import { auditAccessibility } from './page-audit.ts';

/** How the names of buttons begin that open a dialog, where they don't say so themselves. */
const opening =
  /^(?:Add|Approve|Archive|Ask|Begin|Cancel|Change|Check in|Close|Comment|Connect|Correct|Create|Cut|Define|Delete|Deploy|Draft|Drop|Edit|End|Enrol|Freeze|Give|Grade|Hand|Invite|Link|Log|Merge|Mitigate|Move|New|Note|Open|Plan|Propose|Raise|Record|Rename|Report|Resolve|Retire|Return|Revise|Revoke|Roll|Say|Schedule|Set|Share|Start|State|Take|Tell|Waive|Withdraw)\b/;

// Toasts are dialogs to assistive technology too: they have a type.
const dialogKinds = ':is([role="dialog"]:not([data-type]), [role="alertdialog"])';
const dialogs = `${dialogKinds}:visible`;

/** What a browser writes to the console where the server refuses an act for a good reason. */
const refusal = /with a status of (?:409|412|422)/;

/** On so many pages a button's dialog is tried, as long as it looks the same. */
const enough = 2;

interface Named {
  readonly name: string;
  /** The button's `aria-haspopup`. */
  readonly says: string | null;
  /** The same for what every row has: the first row's is tried. */
  readonly sort: string;
}

async function namesOf(buttons: Locator): Promise<Named[]> {
  return buttons.evaluateAll((elements) =>
    elements.map((element) => {
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
      const inRow = element.closest('tr, li') !== null;
      return {
        name,
        says: element.getAttribute('aria-haspopup'),
        sort: inRow ? `${name.split(' ')[0]} of a row` : name,
      };
    }),
  );
}

async function appears(overlay: Locator, timeout = 1_500): Promise<boolean> {
  return overlay
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
}

/** The auditor of the overlays of one walk: what looks the same on many pages is audited once. */
export function createOverlayAudit(session: BrowserSession): () => Promise<string[]> {
  const { page, settle, visit } = session;
  const buttons = page.locator('main button:visible:enabled');
  const seen = new Set<string>();
  /** How often in a row a button of that name opened nothing that was new. */
  const familiar = new Map<string, number>();
  const isFamiliar = (name: string) => (familiar.get(name) ?? 0) >= enough;

  async function auditOnce(name: string, overlay: Locator, selector: string): Promise<string[]> {
    await settle();
    // A fade must be over before contrasts can be measured.
    await page.waitForTimeout(150);
    const looks = `${name}: ${await overlay.innerText()}`;
    familiar.set(name, seen.has(looks) ? (familiar.get(name) ?? 0) + 1 : 0);
    if (seen.has(looks)) return [];
    seen.add(looks);
    return (await auditAccessibility(page, selector)).map((one) => `“${name}” open: ${one}`);
  }

  async function auditDialog(name: string): Promise<string[]> {
    const dialog = page.locator(dialogs).last();
    const found = await auditOnce(name, dialog, dialogKinds);
    const focused = page.locator(':focus');
    const inside = (await dialog.locator(':focus').count()) + (await dialog.and(focused).count());
    if (inside === 0) found.push(`“${name}”: the focus is not in its dialog`);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached', timeout: 3_000 }).catch(() => {
      found.push(`“${name}”: Escape does not close its dialog`);
    });
    return found;
  }

  async function returns(name: string, button: Locator): Promise<string[]> {
    const focused = button.and(page.locator(':focus'));
    return (await appears(focused)) ? [] : [`“${name}”: the focus does not return to it`];
  }

  async function auditMenu(name: string, button: Locator): Promise<string[]> {
    const open = async () => {
      await button.click();
      return appears(page.getByRole('menu'));
    };
    if (!(await open())) return [`“${name}” says that it opens a menu, and opens none`];
    const found = await auditOnce(name, page.getByRole('menu'), '[role="menu"]');
    const items = await page.getByRole('menuitem').allInnerTexts();
    await page.keyboard.press('Escape');
    for (const [index, item] of items.entries()) {
      const act = `${name}, ${item}`;
      if (!opening.test(item) || isFamiliar(act) || !(await open())) continue;
      await page.getByRole('menuitem').nth(index).click();
      if (!(await appears(page.locator(dialogs)))) continue;
      found.push(...(await auditDialog(act)), ...(await returns(act, button)));
    }
    return found;
  }

  async function auditButton(name: string, says: string | null, button: Locator) {
    if (says === 'menu') return auditMenu(name, button);
    await button.click();
    await settle();
    if (await appears(page.locator(dialogs), says === 'dialog' ? 1_500 : 300)) {
      return [...(await auditDialog(name)), ...(await returns(name, button))];
    }
    // It was done at once, or refused.
    const faults = session.takeFaults().filter((fault) => !refusal.test(fault));
    if (says === 'dialog') faults.push(`“${name}” says that it opens a dialog, and opens none`);
    return faults;
  }

  return async () => {
    const { pathname, search } = new URL(page.url());
    const found: string[] = [];
    const tried = new Set<string>();
    for (;;) {
      const names = await namesOf(buttons);
      const index = names.findIndex(
        ({ name, says, sort }) =>
          !tried.has(sort) &&
          !isFamiliar(name) &&
          (says === 'dialog' || says === 'menu' || opening.test(name)),
      );
      const next = names[index];
      if (!next) return found;
      tried.add(next.sort);
      found.push(...(await auditButton(next.name, next.says, buttons.nth(index))));
      await settle();
      // Where something was done at once, this may be another page now.
      if (new URL(page.url()).pathname !== pathname) await visit(`${pathname}${search}`);
    }
  };
}
