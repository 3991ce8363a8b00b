import type { Locator, Page } from 'playwright-core';

/** A dialog with a form, filled in as a person does: by the labels that stand at its fields. */
export interface LineForm {
  readonly dialog: Locator;
  type(label: string, text: string): Promise<void>;
  /** Picks an entity by typing its title into a field that searches; `detail` tells namesakes apart. */
  pick(label: string, title: string, detail?: string): Promise<void>;
  choose(label: string, option: string): Promise<void>;
  tick(label: string | RegExp): Promise<void>;
  /** Presses the confirming button and waits until the dialog is gone. */
  submit(button: string): Promise<void>;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The accessible name of a field: a required one says so after its label. */
function fieldName(label: string): RegExp {
  return new RegExp(`^${escaped(label)}( \\(required\\))?$`);
}

async function pickEntity(
  scope: Locator,
  label: string,
  title: string,
  detail: string,
): Promise<void> {
  const field = scope.getByRole('combobox', { name: fieldName(label) });
  await field.click();
  await field.fill(title);
  const option = new RegExp(`^${escaped(title)}.*${escaped(detail)}`, 'i');
  await scope.getByRole('option', { name: option }).first().click();
}

/** Presses a button of the page and takes the dialog of that title in hand. */
export async function openForm(
  page: Page,
  button: string,
  title: string | RegExp,
): Promise<LineForm> {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).first().click();
  return formOf(page, title);
}

/** The open dialog of that title. */
export async function formOf(page: Page, title: string | RegExp): Promise<LineForm> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.waitFor();
  return {
    dialog,
    type: (label, text) =>
      dialog
        .locator('input, textarea')
        .and(dialog.getByLabel(fieldName(label)))
        .fill(text),
    pick: (label, entity, detail = '') => pickEntity(dialog, label, entity, detail),
    async choose(label, option) {
      await dialog
        .locator('select')
        .and(dialog.getByLabel(fieldName(label)))
        .selectOption({ label: option });
    },
    tick: (label) => dialog.getByLabel(label).check(),
    async submit(button) {
      await dialog.getByRole('button', { name: button, exact: true }).click();
      try {
        await dialog.waitFor({ state: 'hidden' });
      } catch (error) {
        throw new Error(`the dialog stays open: ${(await dialog.textContent()) ?? ''}`, {
          cause: error,
        });
      }
    },
  };
}
