import type { ApiClient } from './api-client.ts';
import { samplePixel } from './sample-input.ts';
import { dayFromNow, type SeedStep } from './seed-step.ts';

/** A sprint with its story, and a design on its way to a verdict. */
export const deliverySteps: readonly SeedStep[] = [
  [
    'a story in a sprint, and a design release',
    async (api, made) => {
      const ownerUnit = made.get('unit');
      const story = await api.call('delivery.createStory', {
        body: {
          title: 'Drag a crew onto a day',
          ownerUnit,
          estimate: 3,
          implements: [made.get('feature')],
        },
      });
      const sprint = await api.call('delivery.createSprint', {
        body: {
          title: 'Sprint of the board',
          ownerUnit,
          goal: 'A crew can be moved.',
          startsOn: dayFromNow(0),
          endsOn: dayFromNow(13),
        },
      });
      await api.call('delivery.addToSprint', {
        params: { id: sprint.ref },
        body: { stories: [story.ref] },
      });
      await api.call('delivery.createTracker', {
        body: {
          name: 'The site’s Jira',
          system: 'jira',
          address: 'http://127.0.0.1:9',
          account: 'robot@example.com',
          token: 'nobody answers there',
        },
      });
      const design = await api.call('delivery.createDesignRelease', {
        body: {
          title: 'Board, first version',
          ownerUnit,
          designs: made.get('feature'),
          file: 'https://design.example.com/board',
          version: '1',
          checklist: [{ text: 'Works with the keyboard alone', result: 'met' }],
        },
      });
      await api.call('delivery.addDesignScreen', {
        params: { id: design.ref },
        query: { alt: 'The board with one crew on Monday' },
        body: new Blob([samplePixel], { type: 'image/png' }),
      });
      await api.call('delivery.addUsabilityEvidence', {
        params: { id: design.ref },
        body: {
          study: 'Round 1',
          task: 'Move a crew to Tuesday',
          heldOn: dayFromNow(-2),
          participants: 6,
          succeeded: 5,
          findings: [{ severity: 'minor', text: 'One looked for the crew in the menu' }],
        },
      });
    },
  ],
];

/** Red and then green on the head of a branch's change, so that its test is flaky, too. */
export async function reportTests(
  api: ApiClient,
  repository: string,
  branch: string,
): Promise<void> {
  const { items } = await api.call('release.listChanges', { query: { repository } });
  for (const failure of ['<failure message="it stayed where it was">at board</failure>', '']) {
    const report = `<testsuite><testcase classname="Board" name="drops">${failure}</testcase></testsuite>`;
    await api.call('delivery.recordTestRun', {
      params: { id: repository },
      query: { sha: items[0]?.head ?? '', job: 'unit', branch },
      body: new Blob([report], { type: 'application/xml' }),
    });
  }
}
