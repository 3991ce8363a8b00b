import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import type { EngagementTables } from '../tables.ts';

type Agenda = ParsedInput<OperationOf<'engagement.createMeeting'>>['body']['agenda'];

const topics = ['feedback', 'decision', 'initiative', 'feature', 'launch'] as const;

/** Makes a meeting's agenda the given one, and what it is about stand on it. */
export async function setAgenda(
  context: WriteContext,
  meeting: EntityRef<'meeting'>,
  agenda: Agenda,
): Promise<void> {
  const tables = context.tx.$extendTables<EngagementTables>();
  await tables.deleteFrom('agenda_item').where('meeting_id', '=', meeting.id).execute();
  if (agenda.length > 0) {
    await tables
      .insertInto('agenda_item')
      .values(
        agenda.map(({ title, minutes, about, shared }, ordinal) => ({
          meeting_id: meeting.id,
          ordinal,
          title,
          minutes,
          shared,
          about_id: about?.id ?? null,
        })),
      )
      .execute();
  }
  const wanted = agenda.flatMap(({ about }) => (about ? [{ entity: about }] : []));
  await replaceLinks(context, meeting, 'on_agenda_of', topics, wanted, 'to');
}
