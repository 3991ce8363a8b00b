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

/**
 * What axe finds in what is on the screen, or in the part that a selector names: all its rules in the
 * light theme, colours in the dark.
 */
export async function auditAccessibility(page: Page, part = 'html'): Promise<string[]> {
  // The other mode opens a page per run, to look into frames of other origins; there are none.
  const axe = () => new AxeBuilder({ page }).include(part).setLegacyMode();
  const light = await violations(axe().withTags(rules));
  await page.evaluate("document.documentElement.dataset.theme = 'dark'");
  const dark = await violations(axe().withRules(colourRules));
  await page.evaluate('delete document.documentElement.dataset.theme');
  return [...light, ...dark.map((violation) => `in the dark theme: ${violation}`)];
}

/** Whether the page has exactly one heading of the first level, and the tab its name. */
export async function auditHeading(page: Page): Promise<string[]> {
  const headings = await page.locator('h1').allTextContents();
  if (headings.length !== 1) return [`has ${headings.length} headings h1: ${headings.join(' | ')}`];
  // The product's own repository is named like the product; once is enough.
  const wanted = headings[0] === 'Throughline' ? 'Throughline' : `${headings[0]} · Throughline`;
  const title = await page.title();
  return title === wanted ? [] : [`its tab is named “${title}”, not “${wanted}”`];
}

/** Whether the page fits a window of 320 pixels without scrolling sideways (WCAG 1.4.10). */
export async function auditReflow(page: Page): Promise<string[]> {
  const size = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 320, height: size.height });
  await page.waitForTimeout(100);
  const width = await page.evaluate('document.documentElement.scrollWidth');
  const widest =
    Number(width) <= 320
      ? []
      : await page.locator('body *').evaluateAll((elements) =>
          elements
            .filter((element) => {
              const { left, right } = element.getBoundingClientRect();
              const scrolls = element.closest('[class*="overflow-x-auto"], .overflow-auto');
              return right > 321 && left < 320 && (scrolls === null || scrolls === element);
            })
            .slice(-2)
            .map((element) => element.outerHTML.slice(0, 160)),
        );
  await page.setViewportSize(size);
  return Number(width) <= 320
    ? []
    : [`is ${String(width)} px wide at 320 px: ${widest.join(' | ')}`];
}

/** The page of an address that leads nowhere, or of an entity that isn't there. */
export async function isMissing(page: Page): Promise<boolean> {
  return (await page.getByRole('heading', { level: 1, name: 'Nothing is here' }).count()) > 0;
}
