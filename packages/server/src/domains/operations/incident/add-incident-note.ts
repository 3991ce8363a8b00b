import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables, TimelineKind } from '../tables.ts';

/** Writes a line of the timeline, of now or of when it happened. */
export async function writeNote(
  { tx, actor, now }: WriteContext,
  id: Id<'incident'>,
  line: {
    readonly text: string;
    readonly kind: TimelineKind;
    readonly at?: Date;
    readonly by?: string;
  },
): Promise<void> {
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('incident_note')
    .values({
      incident_id: id,
      at: line.at ?? toDate(now),
      written_at: toDate(now),
      kind: line.kind,
      by_name: line.by ?? actor.name,
      text: line.text,
    })
    .execute();
}

/** Adds a line to an incident's timeline. */
export async function addIncidentNote(
  context: WriteContext,
  id: Id<'incident'>,
  { text, kind, at }: ParsedInput<OperationOf<'operations.addIncidentNote'>>['body'],
): Promise<number> {
  const incident = await loadToChange(context, { kind: 'incident', id });
  if (at !== undefined && Date.parse(at) > context.now.epochMilliseconds) {
    throw problem('invalid_input', 'at: a timeline tells of what has happened.');
  }
  await writeNote(context, id, { text, kind, ...(at === undefined ? {} : { at: new Date(at) }) });
  return changeEntity(context, incident, { action: 'incident.noted', after: { text, kind } });
}
