import { ruleSentence, ruleTimeSentence } from '@throughline/cadence';
import {
  cycleTemplate,
  toReference,
  type CycleTemplate,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, loadSummaries, notFound } from '../../../platform/entities/entity.ts';

import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { problem } from '../../../platform/problem.ts';
import { roleHolder, unitByKey } from '../../org/index.ts';
import { cadenceRows } from '../cadence/cadence-views.ts';
import { waitsForEvents } from '../occasion/occasion-rules.ts';
import { ruleOf } from '../rules.ts';
import { unitKeyIn, who, whoSays, type Who } from '../who.ts';
import { presentTemplate } from './cycle-store.ts';

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

/** A cycle's outputs in the form of the API. */
export function outputViews(outputs: CycleTemplate['outputs']): Detail['outputs'] {
  return outputs.map(({ effect, carriesTo, max, ...rest }) => ({
    ...rest,
    effect: effect ?? null,
    carriesTo: carriesTo ?? null,
    max: max ?? null,
  }));
}

/** A pack's sections in the form of the API, with whether some domain offers their insight. */
export function sectionViews(
  pack: CycleTemplate['pack'],
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
  const { template, version, copiedFrom } = await presentTemplate(context.db, id);
  const sources = await loadSummaries(context.db, context.actor, copiedFrom ? [copiedFrom] : []);
  const attendees = [];
  for (const one of template.attendees) attendees.push(await saysOf(context, one));
  const sessions = [];
  for (const session of template.sessions) {
    sessions.push({
      key: session.key,
      title: session.title,
      ledBy: await saysOf(context, session.ledBy ?? template.ledBy),
      decider: await saysOf(context, session.decider),
      ruleSays: session.rule ? ruleSentence(ruleOf({ ...partsOf(row), rule: session.rule })) : null,
      preReadBusinessDays: session.preReadBusinessDays,
      maxMinutesPerSprintWeek: session.maxMinutesPerSprintWeek ?? null,
      agenda: session.agenda,
      pack: sectionViews(session.pack, offered),
      outputs: outputViews(session.outputs),
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
    ledBy: await saysOf(context, template.ledBy),
    decider: await saysOf(context, template.decider),
    attendees,
    sessions,
    agenda: template.agenda,
    pack: sectionViews(template.pack, offered),
    outputs: outputViews(template.outputs),
    cadences: await cadenceRows(context, sql`cadence.cycle_id = ${id}`, 200),
    template,
    version,
    versions: await versionsOf(context, id),
    copiedFrom: (copiedFrom && sources.get(copiedFrom)) || null,
  };
}

async function versionsOf({ db }: ReadContext, id: Id<'cycle'>): Promise<Detail['versions']> {
  const { rows } = await sql<{ version: number; at: Date; name: string | null }>`
    select version, at, identity.name from cycle_version
    left join identity on identity.id = identity_id
    where cycle_id = ${id} order by version desc limit 200
  `.execute(db);
  return rows.map(({ version, at, name }) => ({ version, at: at.toISOString(), by: name ?? '' }));
}

/** What a cycle said at a version. Throws `not_found`. */
export async function cycleVersionView(
  context: ReadContext,
  id: Id<'cycle'>,
  version: number,
): Promise<OutputOf<OperationOf<'rhythm.getCycleVersion'>>> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'cycle', id });
  const { rows } = await sql<{ template: unknown; at: Date; name: string | null }>`
    select template, at, identity.name from cycle_version
    left join identity on identity.id = identity_id
    where cycle_id = ${id} and version = ${version}
  `.execute(db);
  const [row] = rows;
  if (!row) throw problem('not_found', 'This cycle never had that version.');
  const template = cycleTemplate.parse(row.template);
  const rule = ruleOf({ ...template, time: null, timeZone: null });
  return {
    version,
    at: row.at.toISOString(),
    by: row.name ?? '',
    ruleSays: ruleSentence(rule),
    template,
  };
}
