import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { todayOf } from '../calendar-store.ts';
import type { ReadinessDeps } from '../readiness/evidence-store.ts';
import { judge } from '../readiness/readiness-views.ts';
import { leadTimeWarnings } from '../rules.ts';
import { launchRow, verdictRows } from '../store.ts';
import type { LaunchTables } from '../tables.ts';
import { readPractice, readTemplates } from '../template-store.ts';

type Page = OutputOf<OperationOf<'launch.listLaunches'>>;
type Detail = OutputOf<OperationOf<'launch.getLaunch'>>;
type Calendar = OutputOf<OperationOf<'launch.getLaunchCalendar'>>;
type Templates = OutputOf<OperationOf<'launch.listLaunchTemplates'>>;

function launchRows(context: ReadContext) {
  return context.db
    .$extendTables<LaunchTables>()
    .selectFrom('launch')
    .innerJoin('entity', 'entity.id', 'launch.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('launch')
    .select(['entity.title', 'entity.owner_unit_id', 'owner.title as owner_unit_title'])
    .select(sql.ref<Detail['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof launchRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<Page['items']> {
  const ids = rows.map(({ id }) => id);
  const launched = await linkedEntities(context, ids, 'launches', 'from');
  return rows.map((row) => ({
    ref: toReference('launch', row.id),
    title: row.title,
    state: row.state,
    tier: row.tier,
    targetOn: row.target_on,
    hold: row.hold_reason,
    ownerUnit: ownerUnitOf(row),
    launches: (launched.get(row.id) ?? []).map(({ entity }) => entity),
  }));
}

/** Launches, newest first. */
export async function listLaunches(
  context: ReadContext,
  query: ParsedInput<OperationOf<'launch.listLaunches'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = launchRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.launches) {
    rows = rows.where(sql<boolean>`exists (select 1 from link where link.from_id = launch.id
      and link.to_id = ${query.launches.id} and link.relation = 'launches' and link.until is null)`);
  }
  if (before !== undefined) rows = rows.where(sql<boolean>`launch.id < ${before}::uuid`);
  const found = await rows
    .orderBy('launch.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A launch. Throws `not_found`. */
export async function launchView(context: ReadContext, id: Id<'launch'>): Promise<Detail> {
  const { db, now } = context;
  const row = await launchRows(context).where('launch.id', '=', id).executeTakeFirst();
  const [shaped] = row ? await shape(context, [row]) : [];
  if (!row || !shaped) throw notFound('launch');
  const practice = await readPractice(db);
  const people = await db
    .$extendTables<LaunchTables>()
    .selectFrom('launch_role')
    .innerJoin('entity', 'entity.id', 'launch_role.person_id')
    .select(['role', 'entity.id', 'entity.title'])
    .where('launch_id', '=', id)
    .where(visible(context.actor))
    .execute();
  const byRole = new Map(people.map((person) => [person.role, person]));
  const linked = async (
    relation: 'uses' | 'carried_by' | 'measured_by' | 'supports' | 'announces',
    way: 'from' | 'to',
  ) =>
    ((await linkedEntities(context, [id], relation, way)).get(id) ?? []).map(
      ({ entity }) => entity,
    );
  const open = ['planning', 'ready', 'go', 'no-go'].includes(row.state);
  const today = (await todayOf(db, now)).toString();
  return {
    ...(await entityDetail(context, { kind: 'launch', id })),
    ...shaped,
    template: row.template_key,
    score: row.score,
    answers: row.answers,
    roles: practice.roles.map(({ key, title }) => {
      const person = byRole.get(key);
      return {
        key,
        title,
        person: person ? { ref: toReference('person', person.id), name: person.title } : null,
      };
    }),
    uses: await linked('uses', 'from'),
    carriedBy: await linked('carried_by', 'from'),
    measuredBy: await linked('measured_by', 'from'),
    supportedBy: await linked('supports', 'to'),
    announcedBy: await linked('announces', 'to'),
    warnings: open ? leadTimeWarnings(practice.leadTimes, today, row.target_on) : [],
    verdicts: (await verdictRows(db, id, 50)).map((verdict) => ({
      effect: verdict.effect,
      at: verdict.at.toISOString(),
      by: verdict.by_name,
      verdict: verdict.verdict,
      reason: verdict.reason,
      decision: verdict.decision_id ? toReference('decision', verdict.decision_id) : null,
      items: verdict.evidence.map(({ title, priority, state }) => ({ title, priority, state })),
    })),
  };
}

/** Launches by T0 with their readiness: from 30 days ago to 180 days ahead unless told. */
export async function launchCalendar(
  context: ReadContext,
  deps: ReadinessDeps,
  query: { from?: string | undefined; to?: string | undefined; ownerUnit?: string | undefined },
): Promise<Calendar> {
  const today = await todayOf(context.db, context.now);
  const from = query.from ?? today.subtract({ days: 30 }).toString();
  const to = query.to ?? today.add({ days: 180 }).toString();
  let found = launchRows(context).where('target_on', '>=', from).where('target_on', '<=', to);
  if (query.ownerUnit) found = found.where(sql<boolean>`entity.owner_unit_id = ${query.ownerUnit}`);
  const rows = await found.orderBy('target_on').orderBy('launch.id').limit(200).execute();
  const shaped = await shape(context, rows);
  const items: Calendar['items'] = [];
  for (const [index, row] of rows.entries()) {
    const launch = shaped[index];
    const own = await launchRow(context.db, row.id);
    if (!launch || !own) continue;
    const { verdict, p0, p1 } = await judge(context, deps, own, row.state);
    const daysLeft = today.until(Temporal.PlainDate.from(row.target_on), {
      largestUnit: 'days',
    }).days;
    items.push({ ...launch, daysLeft, verdict, p0, p1 });
  }
  return { from, to, items };
}

/** Templates, and what scoring a tier asks. */
export async function launchTemplates({ db }: ReadContext): Promise<Templates> {
  const { questions, bands, roles } = await readPractice(db);
  const templates = [...(await readTemplates(db)).values()].filter(({ ended }) => !ended);
  return {
    questions,
    bands,
    roles,
    templates: templates.map(({ key, title }) => ({ key, title })),
  };
}
