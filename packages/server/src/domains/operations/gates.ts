import type { Gate } from '../../platform/gates/gate.ts';
import { openIncidentsOf } from './views.ts';

/** What a deployment or a launch may wait for: that no open incident names the deployment. */
export const operationsGates: readonly Gate[] = [
  {
    key: 'operations.no-open-incident',
    describes: 'No open incident names the deployment as its cause',
    kinds: ['deployment'],
    async check(context, about) {
      const open = await openIncidentsOf(context, about.id);
      const [worst] = open;
      if (!worst) return { state: 'open', says: 'No open incident names it.', evidence: [] };
      const says = worst.restricted ? 'an open incident names it' : `“${worst.title}” is open`;
      return {
        state: 'closed',
        says: `${says[0]?.toUpperCase()}${says.slice(1)}.`,
        evidence: open.map(({ kind, id }) => ({ kind, id })),
      };
    },
  },
];
