import { expect, test } from 'vitest';
import { eventually } from '../support/api-client.ts';
import { formOf, openForm } from '../support/browser-line-form.ts';
import { openBrowserSession } from '../support/browser-session.ts';
import { auditAccessibility, auditHeading, auditReflow } from '../support/page-audit.ts';

const { page, api, visit, settle, takeFaults } = await openBrowserSession();
page.setDefaultTimeout(20_000);

const main = page.getByRole('main');
const units = await api.call('org.listUnits', { query: {} });
const unitNamed = (key: string) => units.items.find((unit) => unit.key === key)?.ref ?? '';
const [pt, engineering] = [unitNamed('product-and-technology'), unitNamed('engineering')];
const { today } = await api.call('strategy.getRoadmap', {});
const year = Temporal.PlainDate.from(today).year + 1;

const objective = async (title: string, serves: { to: string; weight?: number }[]) =>
  (
    await api.call('strategy.createObjective', {
      body: { title, ownerUnit: pt, commitment: 'committed', fiscalYear: year, serves },
    })
  ).ref;

/** The refusal that a test was about stands in the console; nothing else does. */
function expectRefusal(): void {
  expect(takeFaults().filter((fault) => !fault.includes('409'))).toEqual([]);
}

// Walk 3: the annual plan.

const plan = await api.call('strategy.createPlan', {
  body: { title: 'Next year', ownerUnit: pt, fiscalYear: year, restricted: true },
});
const priorities: string[] = [];
// One after the other: their order is their rank.
for (const title of ['Win the field', 'One data model', 'Partners build on us']) {
  const made = await api.call('strategy.createPriority', { body: { title, plan: plan.ref } });
  priorities.push(made.ref);
}
await api.call('strategy.setAllocations', {
  params: { id: plan.ref },
  body: {
    entries: [50, 40].map((people, index) => ({
      priority: priorities[index] ?? '',
      unit: engineering,
      quarter: 1,
      people,
    })),
  },
  ifMatch: 1,
});
const top = await objective('Crews work offline', [{ to: priorities[0] ?? '' }]);

test('three priorities ask for 112 of 100 people: adoption is refused, with where and by how much', async () => {
  await visit(`/plans/${plan.ref}`);
  const capacity = await openForm(page, 'Set capacity', `Capacity in FY${year}`);
  await capacity.pick('Unit', 'Product & Technology');
  await capacity.type('People in Q1', '100');
  await capacity.submit('Set');
  const ask = await openForm(page, 'Allocate', 'Allocate people and money');
  await ask.choose('Priority', 'Partners build on us');
  await ask.pick('Unit', 'Engineering');
  await ask.type('People in Q1', '22'); // 50 + 40 + 22 = 112
  await ask.type('Money in Q1', '250000');
  await ask.submit('Allocate');
  await main.getByText('12 too many').first().waitFor();
  await main.getByRole('button', { name: 'Adopt', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Adopt Next year?' });
  await dialog.getByRole('button', { name: 'Adopt the plan' }).click();
  await dialog.getByText(/112 of 100 people/).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expectRefusal();
});

test('once the cut list settles it the plan is adopted, and its objectives stand', async () => {
  for (const [what, of, people] of [
    ['The second region waits', /One data model/, '8'],
    ['No new connectors', /Partners build on us/, '4'],
  ] as const) {
    const cut = await openForm(page, 'Cut', 'Cut something');
    await cut.type('What goes', what);
    const choice = cut.dialog.locator('option').filter({ hasText: of });
    await cut.choose('Of which allocation', (await choice.first().textContent()) ?? '');
    await cut.type('People', people);
    await cut.submit('Add');
    await main.getByText(what).waitFor();
  }
  await main.getByRole('button', { name: 'Adopt', exact: true }).click();
  await page.getByRole('button', { name: 'Adopt the plan' }).click();
  await main.getByRole('button', { name: 'Close', exact: true }).waitFor();
  await visit(`/strategy?year=${year}`);
  const line = page.getByRole('row').filter({ hasText: 'Crews work offline' });
  expect(await line.getAttribute('aria-level')).toBe('2');
  await line.getByText('Active').waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'Win the field' }).count()).toBe(1);
});

// The tree, on what walk 3 left.

test('keys open, close and walk the tree, and Enter goes to the page', async () => {
  await objective('Forms keep every word', [{ to: top, weight: 30 }, { to: priorities[1] ?? '' }]);
  // The newest of those beside each other stands first.
  const child = await objective('Drawings open at once', [{ to: top, weight: 60 }]);
  await visit(`/strategy?year=${year}`);
  const tree = page.getByRole('treegrid');
  const active = async () => {
    const id = await tree.getAttribute('aria-activedescendant');
    return page.locator(`[id="${id}"]`).getByRole('link').textContent();
  };
  await tree.focus();
  await page.keyboard.press('Home');
  expect(await active()).toBe('Win the field');
  await page.keyboard.press('ArrowRight');
  expect(await active()).toBe('Crews work offline');
  const below = page.getByRole('row').filter({ hasText: 'Drawings open at once' });
  await page.keyboard.press('ArrowLeft');
  await below.waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await active()).toBe('Drawings open at once');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/objectives/${child}`);
  await settle();
  // What was open is open when one comes back.
  await page.goBack();
  await below.waitFor();
});

test('the tree is narrowed from its URL, and a circle is refused with its way', async () => {
  await visit(`/strategy?year=${year}&q=every+word&unit=${pt}&period=year&state=active`);
  await page.getByText('1 matches', { exact: true }).waitFor();
  // It serves two: there it stands twice, below what is above it.
  expect(await page.getByRole('row').filter({ hasText: 'Forms keep' }).count()).toBe(2);
  expect(await page.getByRole('row').filter({ hasText: 'Drawings open' }).count()).toBe(0);

  await visit(`/objectives/${top}`);
  const change = await openForm(page, 'Change', 'Change Crews work offline');
  await change.pick('Serves', 'Drawings open at once');
  await change.dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await change.dialog.getByText('“Drawings open at once” → “Crews work offline”').waitFor();
  await change.dialog.getByRole('button', { name: 'Cancel' }).click();
  expectRefusal();
});

test('a gap in alignment is mended where it is shown', async () => {
  await visit('/strategy?view=gaps&gap=objective-weights');
  // 60 and 30, and a key result that nobody weighed.
  await main.getByText('Shares are said for 2 of 3; the others weigh 1.').waitFor();
  const weigh = await openForm(page, 'Weigh: Crews work offline', /^Weights below/);
  await weigh.dialog.getByRole('button', { name: 'Scale to 100' }).click();
  await weigh.dialog.getByText('Together 100').waitFor();
  await weigh.submit('Weigh');
  await main.getByText('No gap of this kind').waitFor();
  const { weights } = await api.call('strategy.getObjective', { params: { id: top } });
  // 1, 30 and 60 of 91.
  expect(Object.values(weights).toSorted((one, other) => one - other)).toEqual([1.1, 32.97, 65.93]);
});

test('an objective whose period is over is closed and graded where it is shown', async () => {
  const { ref } = await api.call('strategy.createObjective', {
    body: {
      title: 'Last year’s promise',
      ownerUnit: pt,
      commitment: 'committed',
      fiscalYear: year - 2,
    },
  });
  const { items } = await api.call('org.listPeople', { query: { limit: 200 } });
  await api.call('strategy.createKeyResult', {
    body: {
      title: 'Kept open',
      objective: ref,
      owner: items.find(({ name }) => name === 'Ada Administrator')?.ref ?? '',
      baseline: 0,
      target: 1,
      direction: 'up',
      unit: '%',
    },
  });
  await visit('/check-ins');
  await main.getByRole('form', { name: 'Check in Kept open' }).waitFor();
  await visit('/strategy?view=gaps&gap=objective-period-over');
  const close = await openForm(
    page,
    'Close and grade: Last year’s promise',
    'Change Last year’s promise',
  );
  await close.type('Grade', '0.7');
  await close.submit('Change');
  await main.getByText('No gap of this kind').waitFor();
  const closed = await api.call('strategy.getObjective', { params: { id: ref } });
  expect(closed).toMatchObject({ state: 'closed', grade: 0.7, gradeFrozen: true });
  await visit('/check-ins');
  await main.getByText('You own no key result.').waitFor();
});

test('the gaps are sound in both themes and fit a narrow window', async () => {
  await visit('/strategy?view=gaps');
  const found = [...(await auditHeading(page)), ...(await auditAccessibility(page))];
  expect([...found, ...(await auditReflow(page))]).toEqual([]);
});

// Walk 4: from the Quarterly Business Review to the roadmap review.

const metric = await api.call('catalog.createMetric', {
  body: {
    title: 'Forms synced',
    definition: 'Share of forms that reach the office within an hour',
    ownerUnit: pt,
    unit: '%',
    direction: 'up',
  },
});
const keyResult = await api.call('strategy.createKeyResult', {
  body: {
    title: 'Forms synced within an hour',
    objective: top,
    metric: metric.ref,
    baseline: 40,
    target: 70,
    direction: 'up',
    unit: '%',
  },
});
const initiative = await api.call('strategy.createInitiative', {
  body: {
    title: 'Old sync engine',
    ownerUnit: engineering,
    stage: 'rolling-out',
    serves: [{ to: keyResult.ref }],
  },
});
const { questions } = await api.call('launch.listLaunchTemplates', {});
const launch = await api.call('launch.createLaunch', {
  body: {
    title: 'Sync for everybody',
    ownerUnit: engineering,
    targetOn: Temporal.PlainDate.from(today).add({ days: 60 }).toString(),
    answers: Object.fromEntries(
      questions.map(({ key, answers }) => [key, answers.at(-1)?.score ?? 0]),
    ),
    launches: [initiative.ref],
  },
});

/** A review of a shipped cadence that begins in an hour, its pack frozen. */
async function review(key: string, minutes = 60) {
  const cadences = await api.call('rhythm.listCadences', { query: { limit: 200 } });
  const cadence = cadences.items.find((one) => one.key === key)?.ref ?? '';
  const startsAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const made = await api.call('rhythm.createReview', { body: { cadence, startsAt } });
  await api.call('rhythm.freezeReview', { params: { id: made.ref }, ifMatch: made.revision });
  return made.ref;
}

test('a key result from 40 to 70 stands at 48: its metric checks it in', async () => {
  await api.call('catalog.recordMetricValue', {
    params: { id: metric.ref },
    body: { on: today, value: 48 },
  });
  await visit(`/key-results/${keyResult.ref}`);
  await main.getByText('27 %').first().waitFor(); // (48 − 40) / (70 − 40)
  const row = main.getByRole('table', { name: 'Check-ins' }).getByRole('row').nth(1);
  await row.getByRole('link', { name: 'Forms synced' }).waitFor();
});

test('the decision “stop” of the QBR ends the initiative and holds its launch', async () => {
  const qbr = await review('qbr-pt');
  await visit(`/reviews/${qbr}/room`);
  await main.getByRole('button', { name: 'Begin the review' }).click();
  const propose = await openForm(page, 'Propose a decision', 'Propose a decision');
  await propose.type('Question', 'Do we go on with the old sync engine?');
  await propose.type('Options', 'Go on\nStop');
  await propose.pick('Decider', 'Ada Administrator');
  await propose.dialog.getByRole('button', { name: 'Add an effect' }).click();
  await propose.choose('What it does', 'Stop it (initiative)');
  await propose.pick('To what', 'Old sync engine');
  await propose.type('Reason', 'the new one is faster');
  await propose.choose('For which choice', 'Stop');
  await propose.submit('Propose');
  await page.getByRole('button', { name: /^Decide: Do we go on/ }).click();
  const decide = await formOf(page, /^Do we go on/);
  await decide.dialog.getByRole('radio', { name: 'Stop' }).check();
  await decide.submit('Decide: Stop');
  await eventually(
    async () => (await api.call('launch.getLaunch', { params: { id: launch.ref } })).hold !== null,
    'the hold',
  );
  await visit(`/initiatives/${initiative.ref}`);
  await main.getByText('Stopped').first().waitFor();
  await visit(`/launches/${launch.ref}`);
  await main.getByText('“Old sync engine” was stopped: the new one is faster').first().waitFor();
});

test('the next roadmap review shows what was stopped', async () => {
  const next = await review('initiative-okr-pt', 120);
  await visit(`/reviews/${next}`);
  const changes = main.getByRole('region', { name: 'What changed since the last review' });
  await changes.getByText('stopped: the new one is faster').first().waitFor();
});

test('a growth finding has an owner, and is on their page of findings until it is closed', async () => {
  await visit('/findings');
  const note = await openForm(page, 'Note a finding', 'Note a finding');
  await note.choose('Kind', 'Opportunity for growth');
  await note.type('Title', 'Owners ask for sync too');
  await note.pick('Owner unit', 'Product & Technology');
  await note.pick('Owner', 'Ada Administrator');
  await note.submit('Note');
  await page.waitForURL(/\/findings\/fnd_/);
  await visit('/findings?type=growth&state=open');
  const row = main.getByRole('row').filter({ hasText: 'Owners ask for sync too' });
  await row.getByText('Ada Administrator').waitFor();
});
