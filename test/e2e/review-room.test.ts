import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { formOf, openForm } from '../support/browser-line-form.ts';
import { openBrowserSession } from '../support/browser-session.ts';

const session = await openBrowserSession();
const { page, api, url, visit, settle } = session;
page.setDefaultTimeout(20_000);

const units = await api.call('org.listUnits', {});
const unit = units.items.find(({ key }) => key === 'resource-management')?.ref ?? '';
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** Bea signs in in a browser of her own; she belongs to the unit. */
async function signInBea(): Promise<{ context: BrowserContext; bea: Page }> {
  const { signInLink } = await api.call('access.invite', {
    body: {
      email: 'bea@example.com',
      name: 'Bea Bricklayer',
      kind: 'member',
      administrator: false,
      roles: [{ role: 'contributor', unit }],
    },
  });
  const browser = page.context().browser();
  if (!browser) throw new Error('there is no browser');
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  const bea = await context.newPage();
  bea.setDefaultTimeout(20_000);
  await bea.goto(signInLink);
  await bea.getByLabel('Name').fill('Bea Bricklayer');
  await bea.getByLabel('Password').fill('a password of the browser tests');
  await bea.getByRole('button', { name: 'Sign in' }).click();
  await bea.getByRole('button', { name: 'Account of Bea Bricklayer' }).waitFor();
  const people = await api.call('entities.listEntities', {
    query: { kind: 'person', q: 'Bea Bricklayer', limit: 1 },
  });
  await api.call('org.createMembership', { body: { person: people.items[0]?.ref ?? '', unit } });
  return { context, bea };
}

const { context, bea } = await signInBea();
afterAll(() => context.close());

const cadences = await api.call('rhythm.listCadences', { query: { limit: 200 } });
const cadence = cadences.items.find(({ key }) => key === 'eng-ops-resource-management')?.ref ?? '';
const made = await api.call('rhythm.createReview', { body: { cadence, startsAt: inAnHour() } });
await api.call('rhythm.freezeReview', { params: { id: made.ref }, ifMatch: made.revision });
const room = `/reviews/${made.ref}/room`;

const region = (where: Page, name: string) => where.getByRole('region', { name, exact: true });
const agendaOf = (where: Page) => region(where, 'Agenda');

test('a review begins for all in the room: Bea sees Ada there, and the point that is on', async () => {
  await visit(`/reviews/${made.ref}`);
  await page.getByRole('link', { name: 'Enter the room' }).click();
  await page.waitForURL(`**${room}`);
  await settle();
  await bea.goto(`${url}${room}`);
  const there = bea.getByRole('list', { name: 'In the room' });
  await there.getByText('Ada Administrator').waitFor();
  await page.getByRole('list', { name: 'In the room' }).getByText('Bea Bricklayer').waitFor();
  await page.getByRole('button', { name: 'Begin the review' }).click();
  await agendaOf(bea).getByRole('timer').waitFor();
  await page.getByRole('button', { name: 'Next point' }).click();
  const on = agendaOf(bea).locator('[aria-current="step"]');
  await on.getByText('Outages').waitFor();
  // The pages of the point that is on stand beside it, for Bea too.
  await bea.getByRole('region', { name: 'Outages' }).getByText('Incidents').first().waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await on.getByText('paused').waitFor();
});

test('notes of both are seen by both as they are written', async () => {
  const write = async (where: Page, text: string) => {
    const notes = region(where, 'Notes');
    await notes.getByLabel('Note').fill(text);
    await notes.getByRole('button', { name: 'Add the note' }).click();
  };
  await Promise.all([write(page, 'The cache was cold'), write(bea, 'Two pages at night')]);
  for (const where of [page, bea]) {
    await region(where, 'Notes').getByText('The cache was cold').waitFor();
    await region(where, 'Notes').getByText('Two pages at night').waitFor();
  }
});

test('a decision is proposed and confirmed in place; an action lands on Bea’s Home', async () => {
  const propose = await openForm(page, 'Propose a decision', 'Propose a decision');
  await propose.type('Question', 'Freeze deployments over the holidays?');
  await propose.pick('Decider', 'Ada Administrator');
  await propose.submit('Propose');
  await page.getByRole('button', { name: /^Decide: Freeze/ }).waitFor();
  // It is still open: nothing can be read back yet.
  const readBack = region(page, 'Read-back');
  await readBack.getByText('Still to be confirmed').waitFor();
  expect(await readBack.getByRole('button', { name: 'It was read back' }).isDisabled()).toBe(true);

  await page.getByRole('button', { name: /^Decide: Freeze/ }).click();
  const decide = await formOf(page, /^Freeze deployments/);
  await decide.submit('Decide: Yes');
  await region(bea, 'Decisions').getByText('Yes', { exact: false }).first().waitFor();

  const action = await openForm(page, 'Add action', 'Add an action');
  await action.type('What is to be done', 'Write the holiday calendar');
  await action.pick('Who', 'Bea Bricklayer');
  await action.submit('Add');
  await region(bea, 'Actions').getByText('Write the holiday calendar').waitFor();
});

test('all is read back and the review closes; Bea’s Home has her action', async () => {
  const readBack = region(page, 'Read-back');
  await readBack.getByText('Write the holiday calendar').waitFor();
  await readBack.getByRole('button', { name: 'It was read back' }).click();
  await readBack.getByText(/^Read back/).waitFor();
  await readBack.getByRole('button', { name: 'Close the review' }).click();
  await page.waitForURL(`**/reviews/${made.ref}`);
  expect((await api.call('rhythm.getReview', { params: { id: made.ref } })).state).toBe('closed');
  await bea.goto(`${url}/`);
  await bea.getByRole('main').getByText('Write the holiday calendar').waitFor();
});

test('a retrospective of two: written alone, revealed, grouped, voted, discussed, committed', async () => {
  const cycles = await api.call('rhythm.listCycles', { query: {} });
  const agile = cycles.items.find(({ key }) => key === 'agile')?.ref ?? '';
  const own = await api.call('rhythm.createCadence', { body: { cycle: agile, unit } });
  const review = await api.call('rhythm.createReview', {
    body: { cadence: own.ref, startsAt: inAnHour() },
  });
  const address = `/reviews/${review.ref}/retrospective`;
  await visit(address);
  const open = await openForm(page, 'Open the retrospective', 'Open the retrospective');
  await open.submit('Open');
  await bea.goto(`${url}${address}`);
  const write = async (where: Page, heading: string, text: string) => {
    const part = region(where, heading);
    await part.getByLabel(`${heading}: a card`).fill(text);
    await part.getByRole('button', { name: 'Write the card' }).click();
    await part.getByText(text).waitFor();
  };
  await write(page, 'Change', 'Reviews are slow');
  await write(bea, 'Change', 'We wait for reviews');
  // Ada sees that there are two, and one of them only.
  await page.getByText('So far 2 cards of 2 people').waitFor();
  expect(await page.getByText('We wait for reviews').count()).toBe(0);

  await page.getByRole('button', { name: 'Reveal the cards' }).click();
  await bea.getByText('Reviews are slow').first().waitFor();
  await bea
    .getByLabel('Put “We wait for reviews” under')
    .selectOption({ label: 'Reviews are slow' });
  await page.getByRole('button', { name: 'Take “We wait for reviews” out' }).waitFor();

  await page.getByRole('button', { name: 'Vote on the topics' }).click();
  for (const where of [page, bea]) {
    await where.getByRole('button', { name: 'Give a dot to “Reviews are slow”' }).click();
    await where.getByText('1 dot', { exact: true }).waitFor();
  }
  await page.getByRole('button', { name: 'Count the dots' }).click();
  await bea.getByText('2 dots', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Discuss it' }).click();
  await bea.getByRole('timer').waitFor();
  await page.getByRole('button', { name: 'Commit to actions' }).click();
  const commit = await openForm(page, 'Commit to an action', 'Commit to an action');
  await commit.type('What we will do', 'Review within a day');
  await commit.pick('Owner', 'Bea Bricklayer');
  await commit.submit('Commit');
  await region(bea, 'What we commit to').getByText('Review within a day').waitFor();
  await region(bea, 'What we commit to').getByText('2 of 3 places left').waitFor();
});
