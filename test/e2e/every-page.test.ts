import { once } from 'node:events';
import { createServer } from 'node:http';
import { entityKinds, type EntityKind } from '@throughline/contract';
import { afterAll, describe, expect, test } from 'vitest';
import { createOverlayAudit } from '../support/audit-overlays.ts';
import { openBrowserSession } from '../support/browser-session.ts';
import { createCustomerRepository, pipelineText } from '../support/customer-repository.ts';
import { auditAccessibility, auditHeading, auditReflow, isMissing } from '../support/page-audit.ts';
import { seedEverything } from '../support/seed-everything.ts';

/** What the pipeline's gate asks. */
const service = createServer((_request, response) => response.writeHead(200).end());
service.listen(0, '127.0.0.1');
await once(service, 'listening');
const answers = service.address();
const port = typeof answers === 'object' && answers ? answers.port : 0;
const repository = createCustomerRepository(pipelineText(`http://127.0.0.1:${port}/health`));
afterAll(() => {
  service.close();
  repository.remove();
});

// Tall, so that nothing lies below the bars that stick: axe would call it covered.
const session = await openBrowserSession({
  height: 3_000,
  variables: {
    THROUGHLINE_REPOSITORY_ROOTS: repository.folder,
    // Nobody listens there: what is written waits, and the page about mail shows that.
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'throughline@example.com',
  },
});
const { page, api, visit, settle, url, takeFaults } = session;
const auditOverlays = createOverlayAudit(session);

const failures = await seedEverything(api, repository);
await visit('/');
const places = await page
  .getByRole('navigation', { name: 'Main' })
  .getByRole('link')
  .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

/** Addresses of links by their pattern (`/units/$`), with the page that has them. */
const links = new Map<string, { address: string; from: string }>();

function patternOf(address: string): string {
  const { pathname } = new URL(address, url);
  return pathname.replaceAll(/\/(?:[a-z]{3}_[0-9A-Za-z]+|\d{4}(?:-\d\d-\d\d)?)(?=\/|$)/g, '/$');
}

async function noteLinks(from: string): Promise<void> {
  const addresses = await page
    .locator('a[href^="/"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  for (const address of addresses) {
    const pattern = patternOf(address);
    if (!links.has(pattern)) links.set(pattern, { address, from });
  }
}

/** The patterns of pages that were looked at already: their links lead somewhere. */
const audited = new Set<string>();

async function audit(address: string): Promise<string[]> {
  await visit(address);
  if (await isMissing(page)) return ['there is no such page'];
  audited.add(patternOf(address));
  await noteLinks(address);
  const found = [...(await auditHeading(page)), ...(await auditAccessibility(page))];
  found.push(...(await auditReflow(page)), ...(await auditOverlays()));
  return [...found, ...takeFaults()];
}

test('something of everything can be made by public operations', () => {
  expect(failures).toEqual([]);
});

describe('every place is sound in both themes, its dialogs included', () => {
  const others = [
    '/api-keys',
    '/identities',
    '/mail',
    '/search?q=planning',
    '/organisation-import',
  ];
  test.each([...new Set([...places, ...others])])('%s', async (address) => {
    expect(await audit(address)).toEqual([]);
  });
});

describe("every kind's page is sound in both themes, its dialogs included", () => {
  test.each(Object.keys(entityKinds) as EntityKind[])('%s', async (kind) => {
    const { items } = await api.call('entities.listEntities', { query: { kind, limit: 1 } });
    const first = items[0];
    if (!first) throw new Error(`there is no ${kind} to look at`);
    expect(await audit(`/${entityKinds[kind].plural}/${first.ref}`)).toEqual([]);
  });
});

describe('an address of something that does not exist says so, under a heading', () => {
  const kinds = Object.values(entityKinds);
  test.each(kinds.map(({ plural, prefix }) => `/${plural}/${prefix}_01arz3ndekt00t4rrffq69g5fa`))(
    '%s',
    async (address) => {
      await page.goto(`${url}${address}`);
      await page.locator('main h1').waitFor({ timeout: 5_000 });
      await settle();
      expect(await isMissing(page)).toBe(true);
      expect(await auditHeading(page)).toEqual([]);
      // The browser itself writes the API's answer to the console, and nothing else does.
      expect(takeFaults().filter((fault) => !fault.includes('status of 404'))).toEqual([]);
    },
  );
});

test('the sign-in page is sound in both themes', async () => {
  const stranger = await page.context().browser()?.newContext({ locale: 'en-GB' });
  const door = await stranger?.newPage();
  if (!door) throw new Error('the browser is gone');
  await door.goto(`${url}/people`);
  await door.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  const found = [...(await auditHeading(door)), ...(await auditAccessibility(door))];
  expect([...found, ...(await auditReflow(door))]).toEqual([]);
  await stranger?.close();
});

test('an address that leads nowhere says so', async () => {
  await visit('/nowhere');
  expect(await isMissing(page)).toBe(true);
  expect([...(await auditHeading(page)), ...(await auditAccessibility(page))]).toEqual([]);
});

test('the trace of a line is sound in both themes', async () => {
  const { items } = await api.call('entities.listEntities', {
    query: { kind: 'initiative', limit: 1 },
  });
  expect(await audit(`/trace/${items[0]?.ref}`)).toEqual([]);
});

test('every link within the app leads to a page that exists', async () => {
  const broken: string[] = [];
  for (const [pattern, { address, from }] of links) {
    if (audited.has(pattern)) continue;
    if (/^\/(?:api|docs|demo|calendar\/)/.test(pattern)) {
      const response = await page.request.get(`${url}${address}`);
      if (!response.ok()) broken.push(`${address} (on ${from}) answers ${response.status()}`);
      continue;
    }
    await visit(address);
    if (await isMissing(page)) broken.push(`${address} (on ${from})`);
    broken.push(...takeFaults());
  }
  expect(broken).toEqual([]);
  await settle();
});
