import { randomFillSync } from 'node:crypto';
import type { Id, Kind } from '@throughline/contract';

const random = Buffer.alloc(10 * 256);
let used = random.length;
let lastMillisecond = 0;
let counter = 0;

/**
 * A new UUID of version 7 (RFC 9562, method 1): 48 bits of milliseconds, a 12-bit counter that
 * keeps ids of one process in order within a millisecond, 62 random bits.
 */
export function newId<K extends Kind>(_kind: K): Id<K> {
  const present = Date.now();
  if (present > lastMillisecond) {
    lastMillisecond = present;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMillisecond += 1;
    counter = 0;
  }
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const tail = random.subarray(used, (used += 10));
  const time = lastMillisecond.toString(16).padStart(12, '0');
  const low = tail.toString('hex');
  const variant = ((tail[0] ?? 0) & 0x3f) | 0x80;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant.toString(16)}${low.slice(2, 4)}-${low.slice(4, 16)}` as Id<K>;
}
