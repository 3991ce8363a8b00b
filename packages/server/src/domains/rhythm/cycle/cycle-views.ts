import { ruleSentence, ruleTimeSentence } from '@throughline/cadence';
import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { system } from '../../../platform/access/actor.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadSummaries, notFound } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { roleHolder, unitByKey } from '../../org/index.ts';
import { cadenceRows } from '../cadence/cadence-views.ts';
import { waitsForEvents } from '../occasion/occasion-rules.ts';
import { ruleOf } from '../rules.ts';
import { unitKeyIn, who, whoSays, type Who } from '../who.ts';
import { agendaFields, outputFields, packFields, sessionFields } from './cycle-fields.ts';

type Page = OutputOf<OperationOf<'rhythm.listCycles'>>;
type Detail = OutputOf<OperationOf<'rhythm.getCycle'>>;

interface CycleRow {
  id: Id<'cycle'>;
  key: string;
  title: string;
  summary: string;
  state: string;
  short_title: string | null;
  rule: Record<string, unknown>;
  occurrence_titles: string[];
  pre_read_business_days: number;
  duration_minutes: number;
  led_by: unknown;
  decider: unknown;
  attendees: unknown;
  sessions: unknown;
  agenda: unknown;
  pack: unknown;
  outputs: unknown;
  cadences: number;
}

async function cycleRows(
  { db, actor }: ReadContext,
  where: ReturnType<typeof sql>,
  limit: number,
): Promise<CycleRow[]> {
  const { rows } = await sql<CycleRow>`
    select cycle.*, entity.title, entity.summary, entity.state,
      (select count(*)::integer from cadence where cycle_id = cycle.id) as cadences
    from cycle join entity on entity.id = cycle.id
    where ${visible(actor)} and ${where}
    order by cycle.id limit ${limit}
  `.execute(db);
  return rows;
}

/** A cycle's agenda, pack and outputs, for the reviews of one of its cadences. */
export interface CycleParts {
  readonly key: string;
  readonly agenda: z.output<typeof agendaFields>;
  readonly pack: z.output<typeof packFields>;
  readonly outputs: z.output<typeof outputFields>;
  /** Whether its reviews hold a retrospective. */
  readonly hasRetrospective: boolean;
}

/** What the cycle of a cadence says of its reviews. */
export async function cycleOfCadence(db: Db, cadence: Id<'cadence'>): Promise<CycleParts> {
  const { rows } = await sql<{
    key: string;
    agenda: unknown;
    pack: unknown;
    outputs: unknown;
    sessions: unknown;
  }>`
    select cycle.key, agenda, pack, outputs, sessions from cycle join cadence on cadence.cycle_id = cycle.id
    where cadence.id = ${cadence}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('cadence');
  return {
    key: row.key,
    agenda: agendaFields.parse(row.agenda),
    pack: packFields.parse(row.pack),
    outputs: outputFields.parse(row.outputs),
    hasRetrospective: sessionFields
      .parse(row.sessions)
      .some((session) => session.key === 'retrospective'),
  };
}

/** A cycle's outputs in the form of the API. */
export function outputViews(outputs: CycleParts['outputs']): Detail['outputs'] {
  return outputs.map(({ effect, carriesTo, max, ...rest }) => ({
    ...rest,
    effect: effect ?? null,
    carriesTo: carriesTo ?? null,
    max: max ?? null,
  }));
}

/** A pack's sections in the form of the API, with whether some domain offers their insight. */
export function sectionViews(
  pack: CycleParts['pack'],
  offered: (insight: string) => boolean,
): Detail['pack'] {
  return pack.map(({ key, title, insight, parameters }) => ({
    key,
    title,
    insight,
    parameters,
    offered: offered(insight),
  }));
}

async function saysOf(context: ReadContext, one: Who): Promise<string> {
  const { db } = context;
  if ('position' in one) {
    const holder = await roleHolder(db, one.position, context.now.toString().slice(0, 10));
    return holder ? `${holder.title}, ${holder.unitName}` : whoSays(one, '');
  }
  const key = unitKeyIn(one);
  const id = key === undefined ? undefined : await unitByKey(db, key);
  const names = await loadSummaries(db, system('party'), id ? [id] : []);
  return whoSays(one, id ? (names.get(id)?.title ?? '') : 'the unit');
}

/** Cycles in the order in which they were set up. */
export async function listCycles(
  context: ReadContext,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page> {
  const [after] = readCursor(query.cursor, 1);
  const rows = await cycleRows(
    context,
    after === undefined ? sql`true` : sql`cycle.id > ${after}::uuid`,
    query.limit + 1,
  );
  const shown = rows.slice(0, query.limit);
  const items = [];
  for (const row of shown) {
    const rule = ruleOf(partsOf(row));
    items.push({
      ref: toReference('cycle', row.id),
      key: row.key,
      title: row.title,
      shortTitle: row.short_title,
      summary: row.summary,
      state: row.state,
      ruleSays: ruleSentence(rule),
      eventDriven: waitsForEvents(rule),
      preReadBusinessDays: row.pre_read_business_days,
      durationMinutes: row.duration_minutes,
      ledBy: await saysOf(context, who.parse(row.led_by)),
      decider: await saysOf(context, who.parse(row.decider)),
      cadences: row.cadences,
    });
  }
  return {
    items,
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

function partsOf(row: CycleRow) {
  return { rule: row.rule, durationMinutes: row.duration_minutes, time: null, timeZone: null };
}

/** A cycle with the cadences that hold it. Throws `not_found`. */
export async function cycleView(
  context: ReadContext,
  offered: (insight: string) => boolean,
  id: Id<'cycle'>,
): Promise<Detail> {
  const [row] = await cycleRows(context, sql`cycle.id = ${id}`, 1);
  if (!row) throw notFound('cycle');
  const rule = ruleOf(partsOf(row));
  const attendees = [];
  for (const one of z.array(who).parse(row.attendees)) attendees.push(await saysOf(context, one));
  const sessions = [];
  for (const session of sessionFields.parse(row.sessions)) {
    sessions.push({
      key: session.key,
      title: session.title,
      decider: await saysOf(context, session.decider),
      ruleSays: session.rule ? ruleSentence(ruleOf({ ...partsOf(row), rule: session.rule })) : null,
      maxMinutesPerSprintWeek: session.maxMinutesPerSprintWeek ?? null,
    });
  }
  return {
    ...(await entityDetail(context, { kind: 'cycle', id })),
    ref: toReference('cycle', id),
    key: row.key,
    shortTitle: row.short_title,
    rule: row.rule,
    ruleSays: ruleSentence(rule),
    timeSays: ruleTimeSentence(rule),
    eventDriven: waitsForEvents(rule),
    occurrenceTitles: row.occurrence_titles,
    preReadBusinessDays: row.pre_read_business_days,
    durationMinutes: row.duration_minutes,
    ledBy: await saysOf(context, who.parse(row.led_by)),
    decider: await saysOf(context, who.parse(row.decider)),
    attendees,
    sessions,
    agenda: agendaFields.parse(row.agenda),
    pack: sectionViews(packFields.parse(row.pack), offered),
    outputs: outputViews(outputFields.parse(row.outputs)),
    cadences: await cadenceRows(context, sql`cadence.cycle_id = ${id}`, 200),
  };
}
