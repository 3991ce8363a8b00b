import { parseReference, type Id } from '@throughline/contract';
import { everyMember, system } from '../../../platform/access/actor.ts';
import type { Verdict } from '../../../platform/gates/gate.ts';
import { DomainError } from '../../../platform/problem.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { FigureDefinition } from '../step-rules.ts';
import type { Finding } from './ask-turn.ts';
import { gateSubjects } from './gate-store.ts';
import { judgeFigure } from './figure-rules.ts';
import type { SweepDeps } from './sweep-deps.ts';

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
  const about = await gateSubjects(context, gate, deployment, definition.about);
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
