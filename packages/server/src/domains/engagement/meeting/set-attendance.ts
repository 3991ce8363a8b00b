import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { EngagementTables } from '../tables.ts';

type Attendance = NonNullable<
  ParsedInput<OperationOf<'engagement.changeMeeting'>>['body']['attendance']
>;

/** Says who was asked and who came. Those whom the actor may not see stay as they are. */
export async function setAttendance(
  context: WriteContext,
  meeting: EntityRef<'meeting'>,
  attendance: Attendance,
): Promise<void> {
  const { tx, actor } = context;
  await sql`delete from attendance using entity
    where attendance.meeting_id = ${meeting.id} and entity.id = attendance.who_id
      and ${visible(actor)}`.execute(tx);
  const byId = new Map(attendance.map((one) => [one.who.id as string, one]));
  for (const { who, attendance: came } of byId.values()) {
    await loadEntity(tx, actor, who);
    await tx
      .$extendTables<EngagementTables>()
      .insertInto('attendance')
      .values({ meeting_id: meeting.id, who_id: who.id, attendance: came })
      .execute();
  }
}
