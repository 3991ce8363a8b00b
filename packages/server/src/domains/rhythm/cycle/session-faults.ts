import type { CycleTemplate, Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { sessionsInUse } from '../cadence/cadence-store.ts';
import type { TemplateFault } from './cycle-fields.ts';

/** The sessions that a changed cycle no longer holds while cadences still do. */
export async function sessionFaults(
  db: Db,
  id: Id<'cycle'>,
  { sessions }: CycleTemplate,
  today: string,
): Promise<TemplateFault[]> {
  const held = new Set(sessions.filter(({ rule }) => rule !== undefined).map(({ key }) => key));
  const inUse = await sessionsInUse(db, id, today);
  return [...inUse]
    .filter(([session]) => !held.has(session))
    .map(([session, cadence]) => ({
      field: 'sessions',
      message: `“${session}” is held by the cadence “${cadence}”: end that first`,
    }));
}
