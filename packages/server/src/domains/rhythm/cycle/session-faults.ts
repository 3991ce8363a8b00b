import type { CycleTemplate, Id } from '@throughline/contract';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { cadencesGoingBy } from '../cadence/cadence-store.ts';
import type { TemplateFault } from './cycle-fields.ts';

/** The sessions that a changed cycle no longer holds while cadences still do. */
export async function sessionFaults(
  db: Db,
  actor: Actor,
  id: Id<'cycle'>,
  { sessions }: CycleTemplate,
  today: string,
): Promise<TemplateFault[]> {
  const held = new Set(sessions.filter(({ rule }) => rule !== undefined).map(({ key }) => key));
  const inUse = (await cadencesGoingBy(db, actor, id, today)).filter(
    ({ session }) => session !== null && !held.has(session),
  );
  return [...Map.groupBy(inUse, ({ session }) => session)].map(([session, [first]]) => ({
    field: 'sessions',
    message: `“${session}” is held by ${first?.title ? `the cadence “${first.title}”` : 'a cadence'}: end that first`,
  }));
}
