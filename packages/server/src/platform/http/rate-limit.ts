import { problem } from '../problem.ts';

/**
 * A limit of `burst` calls at once and `perMinute` in the long run for each key, in this node's
 * memory. Calling it counts; it throws `too_many_requests` past the limit.
 */
export function rateLimit(burst: number, perMinute: number): (key: string) => void {
  const spent = new Map<string, { level: number; at: number }>();
  return (key) => {
    const at = performance.now();
    if (spent.size > 10_000) spent.clear();
    const last = spent.get(key) ?? { level: 0, at };
    const level = Math.max(0, last.level - ((at - last.at) / 60_000) * perMinute) + 1;
    if (level > burst) {
      throw problem('too_many_requests', 'Wait a minute, then try again.');
    }
    spent.set(key, { level, at });
  };
}
