import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/api-client.ts';
import { formOf, openForm } from '../support/browser-line-form.ts';
import { openBrowserSession } from '../support/browser-session.ts';
import { createCustomerRepository } from '../support/customer-repository.ts';
import { auditAccessibility } from '../support/page-audit.ts';

const repository = createCustomerRepository('version: 1\nsteps: [{ name: a, approve: go? }]\n');
afterAll(() => repository.remove());

// A rehearsal's own process: its clock can be moved. Monday, 23 November, nine o'clock.
const { page, api, visit, settle } = await openBrowserSession({
  variables: {
    THROUGHLINE_REHEARSAL: '2026-11-23T09:00:00Z',
    THROUGHLINE_REPOSITORY_ROOTS: repository.folder,
  },
});
page.setDefaultTimeout(20_000);

const shipped = resolve(import.meta.dirname, '../../organisations/procore');
const documents = [
  'organisation',
  'holidays',
  'units',
  'people',
  'leadership',
  'cycles',
  'design-standards',
].map((name) => ({
  file: `${name}.yaml`,
  text: readFileSync(resolve(shipped, `${name}.yaml`), 'utf8'),
}));
const { hash } = await api.call('imports.planImport', { body: { documents } });
await api.call('imports.applyImport', { body: { documents, hash } });
const units = (await api.call('org.listUnits', {})).items;
const unitOf = (key: string) => units.find((unit) => unit.key === key)?.ref ?? '';
const region = (name: string) => page.getByRole('region', { name, exact: true });

test('walk 6: a failed contrast item goes on under a waiver of 14 days, and stops on day 15', async () => {
  await api.call('catalog.createFeature', {
    body: { title: 'Offline forms', ownerUnit: unitOf('product-and-design'), state: 'building' },
  });
  await visit('/design-releases');
  const submit = await openForm(page, 'Submit a design', 'Submit a design');
  await submit.type('Title', 'Forms without a network');
  await submit.pick('Owner unit', 'Product and Design');
  await submit.pick('Designs of', 'Offline forms');
  await submit.type('Design file', 'https://design.example/forms');
  await submit.type('Version', 'v3');
  await submit.dialog.getByRole('button', { name: /^Add “.*WCAG/ }).click();
  const items = submit.dialog.getByLabel('Result');
  const texts = submit.dialog.getByLabel(/^Item \d+/);
  const contrast = 'Text has a contrast of 4.5:1, large text of 3:1 (1.4.3)';
  for (let at = 0; at < (await items.count()); at++) {
    const met = (await texts.nth(at).inputValue()) !== contrast;
    await items.nth(at).selectOption({ label: met ? 'Met' : 'Not met' });
  }
  await submit.submit('Submit');
  await page.waitForURL(/\/design-releases\/dsr_/);
  const release = /dsr_\w+/.exec(page.url())?.[0] ?? '';
  const waits = page.getByRole('main');
  await waits.getByText('“Forms without a network” v3 is pending.').waitFor();
  await visit('/');
  await page.getByText('v3 waits for your verdict: 1 item is not met or not checked').waitFor();

  await visit(`/design-releases/${release}`);
  const verdict = await openForm(page, 'Give the verdict', 'Verdict on v3');
  await verdict.dialog.getByLabel(/^Conditional/).check();
  await verdict.type('Conditions', 'The grey of hints is darkened');
  await verdict.submit('Give the verdict');
  await waits.getByText('Stands still').waitFor();
  const waive = await openForm(page, 'Waive a standard', 'Waive a standard for v3');
  await waive.choose('Item', contrast);
  await waive.type('Reason', 'A new grey is coming');
  // Fourteen days from Monday the 23rd: the last is Monday, 7 December.
  await waive.type('Last day', '2026-12-07');
  await waive.submit('Waive');
  const goesOn = 'Approved: “Forms without a network” v3 under waivers until 2026-12-07.';
  await waits.getByText(goesOn).waitFor();

  const moved = { to: '2026-12-07T21:00:00Z', stopHours: 24 };
  await api.call('rehearsal.moveClock', { body: moved });
  await visit(`/design-releases/${release}`);
  await waits.getByText(goesOn).waitFor();
  await page.getByRole('button', { name: 'Next day' }).click();
  await waits
    .getByText(`v3: the waiver of “${contrast}” ended on 2026-12-07.`, { exact: false })
    .waitFor({ timeout: 60_000 });
  await waits.getByText('Stands still').waitFor();
  await visit('/');
  await page.getByText(/has ended: what waits for the design stands still/).waitFor();
});

const unit = unitOf('resource-management');
const sprint = { ref: '' };
const story = { ref: '', branch: '' };

test('walk 7: a sprint with a goal and capacity, a groomed story, its branch, the board by keyboard', async () => {
  const person = (await api.call('org.listPeople', { query: { q: 'Hemendra' } })).items[0];
  await api.call('org.createMembership', { body: { person: person?.ref ?? '', unit } });
  const feature = await api.call('catalog.createFeature', {
    body: { title: 'Planning board', ownerUnit: unit, state: 'building' },
  });
  await visit(`/backlog?unit=${unit}`);
  const add = await openForm(page, 'Add a story', 'Add a story');
  await add.type('Title', 'Drag a crew onto a day');
  await add.pick('Team', 'Resource Management');
  await add.submit('Add');
  await page.waitForURL(/\/stories\/sto_/);
  story.ref = /sto_\w+/.exec(page.url())?.[0] ?? '';
  await page.getByText('Lacks an estimate', { exact: false }).waitFor();
  const groom = await openForm(page, 'Change', 'Change Drag a crew onto a day');
  await groom.type('Estimate', '3');
  await groom.type('Right when', 'The crew stands on the day where it was dropped');
  await groom.pick('Implements', 'Planning board');
  await groom.submit('Change');
  await page.getByText('Yes', { exact: true }).waitFor();
  story.branch = `feature/${story.ref}-drag-a-crew-onto-a-day`;
  await page.getByText(story.branch).waitFor();
  const { missing } = await api.call('delivery.getStory', { params: { id: story.ref } });
  expect([missing, feature.ref.slice(0, 3)]).toEqual([[], 'fea']);

  await visit(`/backlog?unit=${unit}`);
  const plan = await openForm(page, 'Plan a sprint', 'Plan a sprint');
  await plan.type('Title', 'Sprint 1');
  await plan.pick('Team', 'Resource Management');
  await plan.type('Goal', 'A crew can be moved');
  // The rehearsal's clock: Tuesday, 8 December.
  await plan.type('First day', '2026-12-08');
  await plan.type('Last day', '2026-12-21');
  await plan.submit('Plan');
  await page.waitForURL(/\/sprints\/spr_/);
  sprint.ref = /spr_\w+/.exec(page.url())?.[0] ?? '';
  // Ten working days of one person, from the 8th to the 21st.
  await page.getByText('10 days of 1 person').waitFor();
  await api.call('delivery.addToSprint', {
    params: { id: sprint.ref },
    body: { stories: [story.ref] },
  });
  // Loaded again: starting names the sprint's revision, which adding has just raised.
  await visit(`/sprints/${sprint.ref}`);
  await page
    .getByRole('region', { name: 'Open' })
    .getByRole('link', { name: 'Drag a crew' })
    .waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Close the sprint' }).waitFor();
  const move = page.getByRole('button', { name: /^Move to….*Drag a crew onto a day/ });
  await move.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemcheckbox', { name: 'In progress' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: 'In progress' })
    .getByRole('link', { name: 'Drag a crew' })
    .waitFor();
  await page.getByRole('tab', { name: 'Figures' }).click();
  await page.getByText('3 of 3 points are left.').waitFor();
  await page.getByRole('slider', { name: /^Burndown: chart/ }).waitFor();
});

test('walk 7: a red test holds the merge of the story’s branch, and a green one lets it go', async () => {
  repository.commit(story.branch, 'board.txt', 'a board\n', 'feat: drag a crew');
  const { ref } = await api.call('release.connectRepository', {
    body: { address: repository.folder, title: 'planning-api', ownerUnit: unit },
  });
  const change = await eventually(async () => {
    const { items } = await api.call('release.listChanges', { query: { repository: ref } });
    return items.find(({ branch }) => branch === story.branch);
  }, 'the change');
  const report = (failed: boolean) =>
    new Blob(
      [
        `<testsuite name="board"><testcase classname="Board" name="drops a crew" time="0.2">${
          failed ? '<failure message="it stayed where it was"/>' : ''
        }</testcase></testsuite>`,
      ],
      { type: 'application/xml' },
    );
  const upload = (failed: boolean) =>
    api.call('delivery.recordTestRun', {
      params: { id: ref },
      query: { sha: change.head, branch: story.branch },
      body: report(failed),
    });
  await upload(true);
  await visit(`/stories/${story.ref}`);
  await region('Tests').getByText('1 test failed in “tests”.').waitFor();
  await region('Tests').getByRole('link', { name: 'tests' }).click();
  await page.getByRole('dialog').getByText('it stayed where it was').waitFor();
  await upload(false);
  await visit(`/changes/${change.ref}`);
  await region('Tests').getByText('1 test passed in “tests”.').waitFor();
  await visit('/tests?tab=flaky');
  await page.getByText('passed and failed on one commit').first().waitFor();
  await page.getByRole('link', { name: 'drops a crew' }).click();
  const drawer = page.getByRole('dialog', { name: 'drops a crew' });
  await drawer.getByText('1 of its last 2 runs').waitFor();
  expect(await auditAccessibility(page)).toEqual([]);
  await drawer.getByRole('link').last().click();
  await page.getByRole('dialog', { name: /^tests on / }).waitFor();
  expect(await auditAccessibility(page)).toEqual([]);
});

test('walk 7: the retrospective commits to three actions at most, and the next opens with them', async () => {
  const cycles = await api.call('rhythm.listCycles', { query: {} });
  const cycle = cycles.items.find(({ key }) => key === 'agile')?.ref ?? '';
  const cadence = await api.call('rhythm.createCadence', { body: { cycle, unit } });
  const review = async (startsAt: string) =>
    api.call('rhythm.createReview', { body: { cadence: cadence.ref, startsAt } });
  const first = await review('2026-12-08T23:00:00Z');
  const enter = async (ref: string) => {
    await visit(`/reviews/${ref}/retrospective`);
    const open = await openForm(page, 'Open the retrospective', 'Open the retrospective');
    await open.submit('Open');
  };
  await enter(first.ref);
  await region('Change').getByLabel('Change: a card').fill('Reviews are slow');
  await region('Change').getByRole('button', { name: 'Write the card' }).click();
  await region('Change').getByText('Reviews are slow').waitFor();
  for (const next of ['Reveal the cards', 'Vote on the topics']) {
    await page.getByRole('button', { name: next }).click();
  }
  await page.getByRole('button', { name: 'Give a dot to “Reviews are slow”' }).click();
  await page.getByText('1 dot', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Count the dots' }).click();
  await page.getByRole('button', { name: 'Commit to actions' }).click();
  for (const action of ['Review within a day', 'Pair on Mondays', 'Smaller changes']) {
    await page.getByRole('button', { name: 'Commit to an action' }).click();
    const commit = await formOf(page, 'Commit to an action');
    await commit.type('What we will do', action);
    await commit.pick('Owner', 'Hemendra Pal');
    await commit.submit('Commit');
    await region('What we commit to').getByText(action).waitFor();
  }
  await page.getByText('all 3 places taken').waitFor();
  expect(await page.getByRole('button', { name: 'Commit to an action' }).isVisible()).toBe(false);

  const second = await review('2026-12-22T15:00:00Z');
  await enter(second.ref);
  await region('What we committed to last time').getByText('Review within a day').waitFor();
  await settle();
});
