import { toReference, type Id, type Readiness } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, loadSummaries, notFound } from '../../../platform/entities/entity.ts';
import { itemState, verdictOf, verdictSays } from '../rules.ts';
import { itemRows, launchRow, type ItemRow, type LaunchRow } from '../store.ts';
import type { EvidenceKind, KeptItem } from '../tables.ts';
import { givenByHand } from '../template-rules.ts';
import { readEvidence, type Evidence, type ReadinessDeps } from './evidence-store.ts';

/** An item with what its evidence says, before a reader is thought of. */
export interface JudgedItem {
  readonly row: ItemRow;
  readonly state: 'met' | 'missing' | 'impossible' | 'waived';
  readonly evidence: Evidence;
}

function handEvidence(row: ItemRow): Evidence {
  if (!row.confirmed_at) {
    const says = row.mitigation === '' ? 'Nobody has confirmed it.' : 'Not confirmed.';
    return { met: false, says, records: [] };
  }
  const note = row.note === '' ? '' : ` ${row.note}`;
  const on = row.confirmed_at.toISOString().slice(0, 10);
  return {
    met: true,
    says: `Confirmed by ${row.confirmer_name ?? 'Throughline'} on ${on}.${note}`,
    records: [],
  };
}

/** Judges every item of a launch, and what follows by its rule. */
export async function judge(
  context: ReadContext,
  deps: ReadinessDeps,
  launch: LaunchRow,
  state: string,
) {
  const rows = await itemRows(context.db, launch.id);
  const kinds = new Set<EvidenceKind>(rows.map(({ evidence }) => evidence));
  const found = await readEvidence(context, deps, launch, state, kinds);
  const items: JudgedItem[] = rows.map((row) => {
    const read = givenByHand.has(row.evidence) ? undefined : found.get(row.evidence);
    const evidence = read ?? handEvidence(row);
    const waived = row.waived_at !== null;
    const { due_on: dueOn } = row;
    const standing = { met: evidence.met, waived, dueOn, scheduledOn: launch.scheduled_on };
    return { row, evidence, state: itemState(standing) };
  });
  const counted = items
    .filter(({ row }) => row.counts === 'readiness')
    .map(({ row, state: stands }) => ({ priority: row.priority, state: stands }));
  const rule = { goFrom: launch.go_share, conditionalFrom: launch.conditional_share };
  return { items, ...verdictOf(counted, rule) };
}

/** What is kept of the items when a verdict is given. */
export function keptItems(items: readonly JudgedItem[]): KeptItem[] {
  return items.map(({ row, state, evidence }) => ({
    title: row.title,
    priority: row.priority,
    state,
    says: evidence.says,
    records: evidence.records.map(({ kind, id }) => toReference(kind, id)),
  }));
}

/**
 * A launch's readiness for a reader: verdict and states are everybody's; what the evidence says and
 * the records behind it only where the reader may see all of these.
 */
export async function readinessView(
  context: ReadContext,
  deps: ReadinessDeps,
  id: Id<'launch'>,
): Promise<Readiness> {
  const { db, actor } = context;
  const entity = await loadEntity(db, actor, { kind: 'launch', id });
  const launch = await launchRow(db, id);
  if (!launch) throw notFound('launch');
  const judged = await judge(context, deps, launch, entity.state);
  const seen = await loadSummaries(
    db,
    actor,
    judged.items.flatMap(({ evidence }) => evidence.records.map((ref) => ref.id)),
  );
  const phases = Map.groupBy(judged.items, ({ row }) => row.phase);
  return {
    verdict: judged.verdict,
    says: verdictSays(judged),
    p0: judged.p0,
    p1: judged.p1,
    phases: [...phases.values()].map((items) => {
      const [first] = items as [JudgedItem, ...JudgedItem[]];
      return {
        key: first.row.phase,
        title: first.row.phase_title,
        counts: first.row.counts,
        dueOn: first.row.due_on,
        items: items.map((item) => itemView(item, seen)),
      };
    }),
  };
}

type ItemView = Readiness['phases'][number]['items'][number];

function saysOf({ row, state, evidence }: JudgedItem, whole: boolean): string {
  if (state === 'waived') {
    return `Waived by ${row.waiver_name ?? 'Throughline'}: ${row.waive_reason}`;
  }
  if (whole) return evidence.says;
  return evidence.met
    ? 'Met, by records that you may not see.'
    : 'Not met, by records that you may not see.';
}

function itemView(item: JudgedItem, seen: Awaited<ReturnType<typeof loadSummaries>>): ItemView {
  const { row, state, evidence } = item;
  const records = evidence.records.flatMap(({ id }) => seen.get(id) ?? []);
  return {
    ref: toReference('readiness_item', row.id),
    key: row.key,
    title: row.title,
    priority: row.priority,
    evidence: row.evidence,
    byHand: givenByHand.has(row.evidence),
    role: row.role,
    owner:
      row.person_id && row.person_name !== null
        ? { ref: toReference('person', row.person_id), name: row.person_name }
        : null,
    dueOn: row.due_on,
    state,
    says: saysOf(item, records.length === evidence.records.length),
    records,
    address: row.address,
    confirmed: row.confirmed_at
      ? { by: row.confirmer_name ?? 'Throughline', at: row.confirmed_at.toISOString() }
      : null,
    mitigation: row.mitigation,
  };
}
