import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { presentTemplate } from '../cycle/cycle-store.ts';

/** What a cadence goes by where it has no rule of its own. */
export interface HeldSession {
  /** The session's key; null for what the cycle's own rule holds. */
  readonly session: string | null;
  /** What it is called, where the cycle has several sessions. */
  readonly title: string | null;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly durationMinutes: number;
}

/** What of a cycle can be held: what its own rule does, and its sessions that have a rule. */
export interface CycleSessions {
  readonly key: string;
  readonly own: HeldSession;
  /** The session that the cycle's own rule holds. */
  readonly ownKey: string | null;
  readonly sessions: readonly HeldSession[];
}

/** What of a cycle can be held, with the cycle’s key. Throws `not_found`. */
export async function sessionsOfCycle(db: Db, id: Id<'cycle'>): Promise<CycleSessions> {
  const { key, template } = await presentTemplate(db, id);
  const { rule, durationMinutes } = template;
  const own = template.sessions.find((one) => one.rule === undefined);
  return {
    key,
    ownKey: own?.key ?? null,
    own: { session: null, title: own?.title ?? null, rule, durationMinutes },
    sessions: template.sessions.flatMap((one): HeldSession[] => {
      if (one.rule === undefined || one.agenda.length === 0) return [];
      const minutes = one.agenda.reduce((sum, point) => sum + point.minutes, 0);
      return [{ session: one.key, title: one.title, rule: one.rule, durationMinutes: minutes }];
    }),
  };
}

/** One that can be held, by its key. Throws `invalid_input`. */
export function sessionNamed(cycle: CycleSessions, key: string): HeldSession {
  if (key === cycle.ownKey) return cycle.own;
  const found = cycle.sessions.find(({ session }) => session === key);
  if (found) return found;
  throw problem(
    'invalid_input',
    `sessions: “${key}” is no session of this cycle that has a rule and an agenda.`,
  );
}

/** What a cadence is called: its cycle, which session of several, its unit. */
export function cadenceTitle(cycle: string, { title }: HeldSession, unit: string): string {
  return `${cycle}${title === null ? '' : ` (${title})`}, ${unit}`;
}
