import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { emptyReach, noteReach } from './reach-rules.ts';
import { mergeReachInto } from './receipt-store.ts';

/** Counts to how many recipients each notification was offered, in memory, for the database. */
export interface Reach {
  note(notification: Id<'notification'>, epoch: number, recipient: string): void;
  flush(): Promise<void>;
}

/** Sketches since the last flush; what cannot be written waits for the next. */
export function createReach(db: Db): Reach {
  const sketches = new Map<
    string,
    { notification: Id<'notification'>; epoch: number; registers: Buffer }
  >();
  return {
    note(notification, epoch, recipient) {
      const key = `${notification} ${epoch}`;
      let sketch = sketches.get(key);
      if (!sketch) sketches.set(key, (sketch = { notification, epoch, registers: emptyReach() }));
      noteReach(sketch.registers, recipient);
    },
    async flush() {
      for (const [key, sketch] of sketches) {
        try {
          await mergeReachInto(db, sketch, sketch.registers);
        } catch {
          return;
        }
        if (sketches.get(key) === sketch) sketches.delete(key);
      }
    },
  };
}
