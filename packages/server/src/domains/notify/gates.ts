import type { Id } from '@throughline/contract';
import type { Gate } from '../../platform/gates/gate.ts';
import { contentHash } from './rules.ts';
import { loadNotification } from './store.ts';

/** What launches may wait for: a notification that is approved as it stands. */
export const notifyGates: readonly Gate[] = [
  {
    key: 'notify.approved',
    describes: 'The notification is approved, and says what was approved',
    kinds: ['notification'],
    async check({ db }, about) {
      const { state, told, approved } = await loadNotification(db, about.id as Id<'notification'>);
      const over = state === 'withdrawn' || state === 'ended';
      const open = !over && (approved?.hash.equals(contentHash(told)) ?? false);
      return {
        state: open ? 'open' : 'closed',
        says: open
          ? `Approved by ${approved?.by}.`
          : over
            ? `It is ${state}.`
            : 'It is not approved.',
        evidence: [about],
      };
    },
  },
];
