import {
  parseReference,
  isEntityKind,
  type EntityKind,
  type EntityRef,
  type Id,
} from '@throughline/contract';
import { sql } from 'kysely';
import { everyMember, system } from '../../../platform/access/actor.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Gate, Verdict } from '../../../platform/gates/gate.ts';
import { DomainError } from '../../../platform/problem.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { FigureDefinition } from '../pipeline-steps.ts';
import type { Finding } from './ask-step.ts';
import { judgeFigure } from './figure-rules.ts';
import type { SweepDeps } from './sweep-deployments.ts';

type GateStep = Extract<StepDefinition, { gate: string }>;

/** Asks a gate of this installation about what a deployment is or brings. */
export async function gateVerdict(
  deps: SweepDeps,
  deployment: Id<'deployment'>,
  definition: GateStep,
): Promise<Finding> {
  const { gates } = deps;
  const gate = gates().all.find(({ key }) => key === definition.gate);
  if (!gate) {
    return { state: 'refused', says: `This installation has no gate “${definition.gate}”.` };
  }
  const context = { db: deps.db, actor: system('pipeline'), now: deps.clock.now() };
  const about = await subjects(context, gate, deployment, definition.about);
  if (!about) {
    const kinds = gate.kinds.join(', ');
    return { state: 'refused', says: `“${gate.key}” is about a ${kinds}: name one in \`about\`.` };
  }
  const verdicts: Verdict[] = [];
  for (const one of about) {
    try {
      verdicts.push(await gates().check(context, gate.key, one));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      verdicts.push({ state: 'inconclusive', says: error.message, evidence: [] });
    }
  }
  const worst =
    verdicts.find(({ state }) => state === 'closed') ??
    verdicts.find(({ state }) => state === 'inconclusive') ??
    verdicts[0];
  return worst
    ? { state: worst.state, says: worst.says }
    : { state: 'open', says: 'The release carries nothing that this gate is about.' };
}

/** What a gate is asked about: what the step names, else what of the deployment fits its kinds. */
async function subjects(
  context: ReadContext,
  gate: Gate,
  deployment: Id<'deployment'>,
  named: string | undefined,
): Promise<EntityRef[] | undefined> {
  if (named !== undefined) {
    const parsed = parseReference(named);
    return parsed && isEntityKind(parsed.kind)
      ? [{ kind: parsed.kind as EntityKind, id: parsed.id as Id<EntityKind> }]
      : undefined;
  }
  const { rows } = await sql<{ kind: EntityKind; id: Id<EntityKind>; rank: number }>`
    with own as (select * from deployment where id = ${deployment}),
    brought as (
      select 'deployment' as kind, id, 0 as rank from own
      union all select 'release', release_id, 1 from own
      union all select 'environment', environment_id, 2 from own
      union all select 'repository', repository_id, 3 from own
      union all select 'service', link.to_id, 4 from own join link
        on link.from_id = own.repository_id and link.relation = 'builds' and link.until is null
      union all select 'initiative', served.to_id, 5 from own join link held
        on held.from_id = own.release_id and held.relation = 'contains' and held.until is null
        join link served on served.from_id = held.to_id and served.relation = 'implements'
          and served.until is null)
    select distinct brought.kind, brought.id, brought.rank from brought
    join entity on entity.id = brought.id and entity.kind = brought.kind
      and ${visible(context.actor)}
    where brought.kind = any(${[...gate.kinds]}::text[]) order by brought.rank limit 100
  `.execute(context.db);
  const carried = ['service', 'initiative'].some((kind) => gate.kinds.includes(kind as EntityKind));
  if (rows.length === 0 && !carried) return undefined;
  return rows.filter(({ rank }) => rank === rows[0]?.rank).map(({ kind, id }) => ({ kind, id }));
}

/** Asks a metric, or a figure of an insight, as every member would be told it. */
export async function figureVerdict(
  deps: SweepDeps,
  definition: FigureDefinition,
): Promise<Finding> {
  const context = { db: deps.db, actor: everyMember('pipeline'), now: deps.clock.now() };
  try {
    if ('metric' in definition) {
      const id = parseReference(definition.metric)?.id as Id<'metric'>;
      const today = context.now.toZonedDateTimeISO('UTC').toPlainDate();
      const { values, freshnessDays } = await deps.metricFeed(context, id, today.toString());
      const last = values.at(-1);
      const age = last ? Temporal.PlainDate.from(last.on).until(today).total('days') : 0;
      const stale = age > freshnessDays ? `of ${last?.on}` : undefined;
      return judgeFigure({ value: last?.value ?? null, stale }, definition);
    }
    const { figures } = await deps.runInsight(context, definition.insight, definition.parameters);
    const figure = figures.find(
      ({ key, label }) => key === definition.figure || label === definition.figure,
    );
    if (!figure) {
      const says = `“${definition.insight}” has no figure “${definition.figure}”.`;
      return { state: 'refused', says };
    }
    const stale = figure.stale ? `of ${figure.asOf ?? 'long ago'}` : undefined;
    return judgeFigure({ value: figure.value, stale }, definition);
  } catch (error) {
    if (error instanceof DomainError) return { state: 'refused', says: error.message };
    throw error;
  }
}
