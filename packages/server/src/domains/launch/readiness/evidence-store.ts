import type { EntityRef, Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Gates } from '../../../platform/gates/gate.ts';
import { todayOf } from '../calendar-store.ts';
import { lineAge } from '../rules.ts';
import { battlecardDays, joinedTo, verdictRows, type LaunchRow } from '../store.ts';
import type { EvidenceKind } from '../tables.ts';

/** What readiness needs of the rest of the program. */
export interface ReadinessDeps {
  /** All gates; asked only after the program is composed. */
  readonly gates: () => Gates;
  /** A metric's last value with its day, or null. */
  readonly lastMetricValue: (
    context: ReadContext,
    id: Id<'metric'>,
  ) => Promise<{ value: number; on: string } | null>;
}

/** What records say of one kind of evidence. */
export interface Evidence {
  readonly met: boolean;
  readonly says: string;
  readonly records: readonly EntityRef[];
}

type Reader = (
  context: ReadContext,
  deps: ReadinessDeps,
  launch: LaunchRow,
  state: string,
) => Promise<Evidence>;

/** Asks gates about records: met where there is a record and every gate of each is open. */
async function byGates(
  context: ReadContext,
  deps: ReadinessDeps,
  keys: readonly string[],
  records: readonly EntityRef[],
  missing: string,
): Promise<Evidence> {
  if (records.length === 0) return { met: false, says: missing, records };
  const known = keys.filter((key) => deps.gates().all.some((gate) => gate.key === key));
  if (known.length < keys.length) {
    return { met: false, says: 'Nothing in this installation can tell.', records };
  }
  const verdicts = [];
  for (const about of records) {
    for (const key of known) verdicts.push(await deps.gates().check(context, key, about));
  }
  const against = verdicts.filter(({ state }) => state !== 'open');
  const says = (against.length > 0 ? against : verdicts).map((verdict) => verdict.says);
  const behind = verdicts.flatMap(({ evidence }) => evidence);
  return {
    met: against.length === 0,
    says: [...new Set(says)].join(' '),
    records: [...new Map([...records, ...behind].map((ref) => [ref.id, ref])).values()],
  };
}

const flags: Reader = async ({ db }, _, launch) => {
  const records = await joinedTo(db, launch.id, 'uses', 'from');
  return records.length > 0
    ? { met: true, says: 'The flag is linked.', records }
    : { met: false, says: 'Link the flag that lets people in.', records };
};

const flagServing: Reader = async (context, deps, launch) =>
  byGates(
    context,
    deps,
    ['flags.serving'],
    await joinedTo(context.db, launch.id, 'uses', 'from'),
    'Link the flag first.',
  );

const deploymentHealthy: Reader = async (context, deps, launch) =>
  byGates(
    context,
    deps,
    ['release.deployment-healthy', 'operations.no-open-incident'],
    await joinedTo(context.db, launch.id, 'carried_by', 'from'),
    'Link the deployment that carries it.',
  );

const notificationApproved: Reader = async (context, deps, launch) =>
  byGates(
    context,
    deps,
    ['notify.approved'],
    (await joinedTo(context.db, launch.id, 'announces', 'to')).filter(
      ({ kind }) => kind === 'notification',
    ),
    'No notification announces this launch yet.',
  );

const designReleaseApproved: Reader = async (context, deps, launch) => {
  const about = { kind: 'launch' as const, id: launch.id };
  const asked = await byGates(context, deps, ['delivery.design-release-approved'], [about], '');
  return { ...asked, records: asked.records.filter(({ id }) => id !== launch.id) };
};

const priceApproved: Reader = async ({ db }, _, launch) => {
  const supporting = await joinedTo(db, launch.id, 'supports', 'to');
  const records = supporting.filter(({ kind, state }) => kind === 'price' && state !== 'replaced');
  if (records.length === 0) return { met: false, says: 'No price supports this launch.', records };
  const waiting = records.filter(({ state }) => state !== 'approved').length;
  return waiting === 0
    ? { met: true, says: 'Every price of this launch is approved.', records }
    : { met: false, says: `${waiting} of ${records.length} prices wait for approval.`, records };
};

const battlecardFresh: Reader = async (context, _, launch) => {
  const supporting = await joinedTo(context.db, launch.id, 'supports', 'to');
  const records = supporting.filter(({ kind }) => kind === 'competitor');
  const days = await battlecardDays(
    context.db,
    records.map(({ id }) => id),
  );
  if (days.length === 0)
    return { met: false, says: 'No battlecard supports this launch.', records };
  const today = await todayOf(context.db, context.now);
  const stale = days.filter((on) => lineAge(on, today).stale).length;
  return stale === 0
    ? { met: true, says: `${days.length} lines, none older than 30 days.`, records }
    : { met: false, says: `${stale} of ${days.length} lines are older than 30 days.`, records };
};

const metricBaseline: Reader = async (context, deps, launch) => {
  const records = await joinedTo(context.db, launch.id, 'measured_by', 'from');
  if (records.length === 0) return { met: false, says: 'Link the metric of success.', records };
  for (const { id } of records) {
    const last = await deps.lastMetricValue(context, id as Id<'metric'>);
    if (last) return { met: true, says: `Baseline ${last.value} on ${last.on}.`, records };
  }
  return { met: false, says: 'The metric has no value yet: record its baseline.', records };
};

const tierScore: Reader = (_, __, launch) =>
  Promise.resolve({
    met: true,
    says: `Scored ${launch.score}: tier ${launch.tier}.`,
    records: [],
  });

const decided: Reader = async ({ db }, _, launch, state) => {
  const [last] = await verdictRows(db, launch.id, 1);
  const gone = ['go', 'launched', 'measuring', 'closed'].includes(state);
  const records = last?.decision_id ? [{ kind: 'decision' as const, id: last.decision_id }] : [];
  return gone && last?.effect === 'go'
    ? { met: true, says: `Go, decided on ${last.at.toISOString().slice(0, 10)}.`, records }
    : { met: false, says: 'No go was decided.', records: [] };
};

const readers: Partial<Record<EvidenceKind, Reader>> = {
  'tier-score': tierScore,
  'metric-baseline': metricBaseline,
  'flag-linked': flags,
  'flag-serving': flagServing,
  'price-approved': priceApproved,
  'notification-approved': notificationApproved,
  'battlecard-fresh': battlecardFresh,
  'deployment-healthy': deploymentHealthy,
  'design-release-approved': designReleaseApproved,
  decision: decided,
};

/**
 * What records say of each kind of evidence, as the server itself sees them: a launch's readiness is
 * one, whoever asks. What of it a reader is shown is the view's concern.
 */
export async function readEvidence(
  context: ReadContext,
  deps: ReadinessDeps,
  launch: LaunchRow,
  state: string,
  kinds: ReadonlySet<EvidenceKind>,
): Promise<Map<EvidenceKind, Evidence>> {
  const asServer = { ...context, actor: system('launch readiness') };
  const found = new Map<EvidenceKind, Evidence>();
  for (const kind of kinds) {
    const reader = readers[kind];
    if (reader) found.set(kind, await reader(asServer, deps, launch, state));
  }
  return found;
}
