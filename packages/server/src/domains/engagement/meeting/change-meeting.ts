import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { EngagementTables } from '../tables.ts';
import { setAgenda } from './set-agenda.ts';
import { setAttendance } from './set-attendance.ts';

type Input = ParsedInput<OperationOf<'engagement.changeMeeting'>>['body'];

/** Changes a meeting; given lists replace the present ones. */
export async function changeMeeting(
  context: WriteContext,
  id: Id<'meeting'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const meeting = await loadEntity(tx, actor, { kind: 'meeting', id }, { lock: true });
  authorise(actor, 'contributor', meeting.ownerUnit);
  const { title, state, startsAt, durationMinutes, place, minutes, agenda, attendance } = input;
  const revision = await changeEntity(context, meeting, {
    title,
    state,
    after: {
      ...(startsAt === undefined ? {} : { startsAt }),
      ...(place === undefined ? {} : { place }),
      ...(minutes === undefined ? {} : { minutes }),
      ...(agenda === undefined ? {} : { agenda: agenda.map((item) => item.title) }),
    },
  });
  const set = {
    ...(startsAt === undefined ? {} : { starts_at: new Date(startsAt) }),
    ...(durationMinutes === undefined ? {} : { duration_minutes: durationMinutes }),
    ...(place === undefined ? {} : { place }),
    ...(minutes === undefined ? {} : { minutes }),
  };
  if (Object.keys(set).length > 0) {
    await tx
      .$extendTables<EngagementTables>()
      .updateTable('meeting')
      .set(set)
      .where('id', '=', id)
      .execute();
  }
  if (agenda) await setAgenda(context, meeting, agenda);
  if (attendance) await setAttendance(context, meeting, attendance);
  return revision;
}
