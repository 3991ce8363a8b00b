import {
  healths,
  idOf,
  initiativeStages,
  keyResultStatuses,
  parseReference,
  type EntityKind,
  type EntitySummary,
  type Id,
} from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { summaryOf } from '../../platform/entities/entity.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { initiativesAmong, type InitiativeRow } from './initiative/initiative-views.ts';
import { listKeyResults, type KeyResultRow } from './key-result/key-result-views.ts';

const most = 1000;
const ended: ReadonlySet<string> = new Set(['done', 'stopped']);
const parameters = z.strictObject({ ownerUnit: idOf('unit').optional() });

type Today = (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate;

const initiativeSummary = ({ ref, title, stage }: InitiativeRow): EntitySummary => ({
  ref,
  kind: 'initiative',
  title,
  state: stage,
});
const keyResultSummary = ({ ref, title, state }: KeyResultRow): EntitySummary => ({
  ref,
  kind: 'key_result',
  title,
  state,
});

function count(
  key: string,
  label: string,
  unit: string,
  records: readonly EntitySummary[],
  now: Temporal.Instant,
) {
  const asOf = now.toString({ smallestUnit: 'millisecond' });
  return {
    key,
    label,
    value: records.length,
    unit,
    asOf,
    stale: false,
    records: records.slice(0, 200),
  };
}

async function initiativesOf(context: ReadContext, ownerUnit: string | undefined) {
  const rows = await initiativesAmong(context, undefined, most);
  return ownerUnit
    ? rows.filter((row) => row.ownerUnit && parseReference(row.ownerUnit.ref)?.id === ownerUnit)
    : rows;
}

const words = (code: string) => code.replaceAll('-', ' ');

function initiativesInsight(): Insight {
  return insight({
    key: 'strategy.initiatives',
    title: 'Initiatives by health and stage',
    describes:
      'How the running initiatives do, and where each stands; every figure with its initiatives',
    parameters,
    async run(context, { ownerUnit }) {
      const all = await initiativesOf(context, ownerUnit);
      const running = all.filter(({ stage }) => !ended.has(stage));
      const withHealth = (health: InitiativeRow['health']) =>
        running.filter((row) => row.health === health).map(initiativeSummary);
      const red = withHealth('red').length;
      const amber = withHealth('amber').length;
      return {
        says: `${running.length} running: ${red} red, ${amber} amber, ${withHealth('green').length} green, ${withHealth(null).length} not judged yet.`,
        figures: [
          ...healths.map((health) =>
            count(
              `health.${health}`,
              `Health ${health}`,
              'initiatives',
              withHealth(health),
              context.now,
            ),
          ),
          count('health.none', 'Not judged yet', 'initiatives', withHealth(null), context.now),
          ...initiativeStages.map((stage) =>
            count(
              `stage.${stage}`,
              `Stage ${words(stage)}`,
              'initiatives',
              all.filter((row) => row.stage === stage).map(initiativeSummary),
              context.now,
            ),
          ),
        ],
        columns: [
          { key: 'initiative', label: 'Initiative' },
          { key: 'unit', label: 'Unit' },
          { key: 'owner', label: 'Owner' },
          { key: 'stage', label: 'Stage' },
          { key: 'health', label: 'Health' },
          { key: 'reason', label: 'Reason' },
          { key: 'from', label: 'From' },
          { key: 'to', label: 'To' },
        ],
        rows: running.map((row) => ({
          ref: row.ref,
          initiative: row.title,
          unit: row.ownerUnit?.title ?? null,
          owner: row.owner?.name ?? null,
          stage: words(row.stage),
          health: row.health,
          reason: row.healthReason,
          from: row.from,
          to: row.to,
        })),
        charts: [],
      };
    },
  });
}

function keyResultsInsight(today: Today): Insight {
  return insight({
    key: 'strategy.key-results',
    title: 'Key results: progress and confidence',
    describes: 'Status, staleness, progress and confidence of the key results that are worked on',
    parameters,
    async run(context, { ownerUnit }) {
      const query = { limit: most, ownerUnit, state: 'active' as const };
      const { items } = await listKeyResults(context, today(context), query);
      const withStatus = (status: KeyResultRow['status']) =>
        items.filter((row) => row.status === status).map(keyResultSummary);
      const stale = items.filter((row) => row.stale).map(keyResultSummary);
      const atRisk = withStatus('at-risk').length;
      const offTrack = withStatus('off-track').length;
      return {
        says: `${items.length} key results: ${offTrack} off track, ${atRisk} at risk, ${stale.length} without a recent check-in.`,
        figures: [
          ...keyResultStatuses.map((status) =>
            count(
              `status.${status}`,
              words(status),
              'key results',
              withStatus(status),
              context.now,
            ),
          ),
          count('status.none', 'No status yet', 'key results', withStatus(null), context.now),
          count('stale', 'Without a recent check-in', 'key results', stale, context.now),
        ],
        columns: [
          { key: 'keyResult', label: 'Key result' },
          { key: 'objective', label: 'Objective' },
          { key: 'owner', label: 'Owner' },
          { key: 'progress', label: 'Progress' },
          { key: 'confidence', label: 'Confidence' },
          { key: 'confidenceChange', label: 'Change' },
          { key: 'status', label: 'Status' },
          { key: 'grade', label: 'Grade' },
          { key: 'checkedInOn', label: 'Check-in' },
          { key: 'stale', label: 'Stale' },
        ],
        rows: items.map((row) => ({
          ref: row.ref,
          keyResult: row.title,
          objective: row.objective?.title ?? null,
          owner: row.owner?.name ?? null,
          progress: row.progress,
          confidence: row.confidence,
          confidenceChange: row.confidenceChange,
          status: row.status && words(row.status),
          grade: row.grade,
          checkedInOn: row.checkedInOn,
          stale: row.stale,
        })),
        charts: [],
      };
    },
  });
}

interface Orphan {
  readonly id: Id<EntityKind>;
  readonly kind: EntityKind;
  readonly title: string;
  readonly state: string;
  readonly unit: string | null;
}

/** Running initiatives that serve nothing, and active objectives that no running initiative serves. */
async function orphans(context: ReadContext, ownerUnit: string | undefined): Promise<Orphan[]> {
  const { rows } = await sql<Orphan>`
    with recursive served (id) as (
      select entity.id from entity where kind = 'initiative'
        and state not in ('done', 'stopped') and ${visible(context.actor)}
      union
      select link.to_id from served
      join link on link.from_id = served.id and link.relation = 'serves' and link.until is null
      join entity on entity.id = link.to_id and ${visible(context.actor)}
    )
    select entity.id, entity.kind, entity.title, entity.state, unit.title as unit
    from entity left join entity unit on unit.id = entity.owner_unit_id
    where ${visible(context.actor)}
      ${ownerUnit ? sql`and entity.owner_unit_id = ${ownerUnit}` : sql``}
      and (
        entity.kind = 'objective' and entity.state = 'active'
          and entity.id not in (select id from served)
        or entity.kind = 'initiative' and entity.state not in ('done', 'stopped')
          and not exists (
            select 1 from link join entity higher on higher.id = link.to_id and ${visible(context.actor, 'higher')}
            where link.from_id = entity.id and link.relation = 'serves' and link.until is null)
      )
    order by entity.kind desc, entity.id limit ${most}
  `.execute(context.db);
  return rows;
}

function alignmentInsight(): Insight {
  return insight({
    key: 'strategy.alignment',
    title: 'Alignment gaps',
    describes:
      'Initiatives that serve no objective, and objectives that no running initiative serves',
    parameters,
    async run(context, { ownerUnit }) {
      const found = await orphans(context, ownerUnit);
      const ofKind = (kind: EntityKind) =>
        found.filter((orphan) => orphan.kind === kind).map(summaryOf);
      const objectives = ofKind('objective');
      const initiatives = ofKind('initiative');
      return {
        says: `${objectives.length} objectives without an initiative, ${initiatives.length} initiatives that serve nothing.`,
        figures: [
          count(
            'objectives',
            'Objectives without an initiative',
            'objectives',
            objectives,
            context.now,
          ),
          count(
            'initiatives',
            'Initiatives that serve nothing',
            'initiatives',
            initiatives,
            context.now,
          ),
        ],
        columns: [
          { key: 'kind', label: 'Kind' },
          { key: 'title', label: 'Title' },
          { key: 'unit', label: 'Unit' },
          { key: 'gap', label: 'Gap' },
        ],
        rows: found.map((orphan) => ({
          ref: summaryOf(orphan).ref,
          kind: orphan.kind,
          title: orphan.title,
          unit: orphan.unit,
          gap: orphan.kind === 'objective' ? 'no initiative serves it' : 'serves nothing',
        })),
        charts: [],
      };
    },
  });
}

/** What the strategy offers to review packs, to Home and to programs. */
export function strategyInsights(today: Today): readonly Insight[] {
  return [initiativesInsight(), keyResultsInsight(today), alignmentInsight()];
}
