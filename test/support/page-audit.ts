import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** WCAG 2.2 up to AA and axe's best practices. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What the colours of a theme can break; nothing else differs between the themes. */
const colourRules = ['color-contrast', 'link-in-text-block'];

async function violations(axe: AxeBuilder): Promise<string[]> {
  const result = await axe.analyze();
  return result.violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(
        ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)}\n    ${failureSummary}`,
      ),
  );
}

/** What axe finds in what is on the screen: all its rules in the light theme, colours in the dark. */
export async function auditAccessibility(page: Page): Promise<string[]> {
  const light = await violations(new AxeBuilder({ page }).withTags(rules));
  await page.evaluate("document.documentElement.dataset.theme = 'dark'");
  const dark = await violations(new AxeBuilder({ page }).withRules(colourRules));
  await page.evaluate('delete document.documentElement.dataset.theme');
  return [...light, ...dark.map((violation) => `in the dark theme: ${violation}`)];
}

