import type { Gate } from '../../platform/gates/gate.ts';
import { designsFor } from './design-release-views.ts';

/** What ramps and launches wait for. */
export const deliveryGates: readonly Gate[] = [
  {
    key: 'delivery.design-release-approved',
    describes: 'Every design release of it is approved, without conditions',
    kinds: ['design_release', 'feature', 'initiative', 'launch'],
    async check(context, about) {
      const designs = await designsFor(context, about);
      const evidence = designs.map(({ id }) => ({ kind: 'design_release' as const, id }));
      if (designs.length === 0) {
        return { state: 'inconclusive', says: 'It has no design release.', evidence };
      }
      const waiting = designs.filter(({ state }) => state !== 'approved');
      const [first] = waiting;
      if (!first) {
        const each = designs.map(({ title, version }) => `“${title}” ${version}`).join(', ');
        return { state: 'open', says: `Approved: ${each}.`, evidence };
      }
      const reason = first.reason ? `: ${first.reason}` : '';
      const more = waiting.length > 1 ? ` ${waiting.length - 1} more are not approved either.` : '';
      return {
        state: 'closed',
        says: `“${first.title}” ${first.version} is ${first.state}${reason}.${more}`,
        evidence,
      };
    },
  },
];
