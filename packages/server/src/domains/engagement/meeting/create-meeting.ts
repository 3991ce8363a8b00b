import {
  toReference,
  type EntityRef,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { copyReaders } from '../store.ts';
import type { EngagementTables } from '../tables.ts';
import { setAgenda } from './set-agenda.ts';

type Input = ParsedInput<OperationOf<'engagement.createMeeting'>>['body'];

/** Plans a meeting of a program; of a restricted program for its readers only. */
export async function createMeeting(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'meeting'> & { revision: number }> {
  const { tx, actor } = context;
  const program = await loadEntity(tx, actor, { kind: 'program', id: input.program });
  authorise(actor, 'contributor', program.ownerUnit);
  if (program.state !== 'active') throw problem('wrong_state', 'This program has ended.');
  const meeting = await createEntity(context, {
    kind: 'meeting',
    title: input.title,
    state: 'planned',
    ownerUnit: program.ownerUnit,
    restricted: program.restricted,
    after: { program: toReference('program', program.id), startsAt: input.startsAt },
  });
  if (program.restricted) await copyReaders(context, program, meeting);
  await tx
    .$extendTables<EngagementTables>()
    .insertInto('meeting')
    .values({
      id: meeting.id,
      program_id: input.program,
      starts_at: new Date(input.startsAt),
      duration_minutes: input.durationMinutes,
      place: input.place,
    })
    .execute();
  await link(context, meeting, 'held_by', program);
  await setAgenda(context, meeting, input.agenda);
  // Who is in the program now is invited.
  await sql`insert into attendance (meeting_id, who_id, attendance)
    select ${meeting.id}, from_id, 'invited' from link
    where to_id = ${program.id} and relation = 'member_of' and until is null`.execute(tx);
  return meeting;
}
