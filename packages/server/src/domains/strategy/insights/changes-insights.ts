import { plainDate, type EntityKind, type EntitySummary } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { summaryOf } from '../../../platform/entities/entity.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { columns, count, most, ofUnit, unitsOf, words, type Today } from './figure.ts';

interface Fact {
  readonly id: string;
  readonly kind: EntityKind;
  readonly title: string;
  readonly state: string;
  readonly unit: string | null;
  readonly action: string;
  readonly at: Date;
  readonly by: string | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

const kinds = ['plan', 'priority', 'objective', 'key_result', 'initiative', 'finding', 'risk'];

/** What the ledger says happened to the strategy since a day, newest first. */
async function factsSince(
  context: ReadContext,
  since: string,
  units: readonly string[] | undefined,
): Promise<Fact[]> {
  const { rows } = await sql<Fact>`
    select entity.id, entity.kind, entity.title, entity.state, unit.title as unit, ledger.action,
      ledger.at, ledger.after ->> 'by' as by, ledger.after -> 'after' as after
    from ledger
    join entity on entity.id = ledger.entity_id and ${visible(context.actor)}
    left join entity unit on unit.id = entity.owner_unit_id
    where ledger.entity_kind = any(${kinds}::text[]) and ledger.at >= ${since}::date
      and ledger.action not like 'entity.%' and ledger.action <> 'key_result.checked_in'
      ${units ? sql`and entity.owner_unit_id = any(${[...units]}::uuid[])` : sql``}
    order by ledger.at desc, ledger.id desc limit ${most}
  `.execute(context.db);
  return rows;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** What happened, in words, from what the ledger kept. */
function changeSays({ action, after }: Pick<Fact, 'action' | 'after'>): string {
  const what = action.slice(action.indexOf('.') + 1);
  const reason = text(after?.['reason']);
  const because = reason ? `: ${reason}` : '';
  switch (what) {
    case 'created':
      return 'new';
    case 'moved':
      return `from ${words(text(after?.['from']) ?? '?')} to ${words(text(after?.['state']) ?? '?')}${because}`;
    case 'stopped':
      return `stopped${because}`;
    case 'replanned':
      return `window moved to ${text(after?.['from']) ?? '…'} – ${text(after?.['to']) ?? '…'}`;
    case 'health_set':
      return `health ${text(after?.['health']) ?? '?'}${because}`;
    case 'closed':
      return `closed${text(after?.['outcome']) ? `: ${text(after?.['outcome'])}` : ''}`;
    case 'changed': {
      const fields = Object.keys(after ?? {}).map((field) =>
        words(field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)),
      );
      return fields.length === 0
        ? 'what it serves or needs changed'
        : `${fields.join(', ')} changed`;
    }
    default:
      return words(what);
  }
}

/** What changed in the strategy since a day, from the ledger. */
export function changesInsight(today: Today): Insight {
  return insight({
    key: 'strategy.changes',
    title: 'What changed',
    describes:
      'What was begun, moved, stopped, re-planned, judged or closed since a day (28 days ago unless told)',
    parameters: z.strictObject({ ...ofUnit.shape, since: plainDate.optional() }),
    async run(context, { unit, since }) {
      const day = since ?? today(context).subtract({ days: 28 }).toString();
      const facts = await factsSince(context, day, await unitsOf(context, today, unit));
      const of = (...actions: string[]): EntitySummary[] => [
        ...new Map(
          facts
            .filter(({ action }) => actions.includes(action))
            .map((fact) => [fact.id, summaryOf(fact)]),
        ).values(),
      ];
      const begun = of('initiative.created', 'objective.created', 'key_result.created');
      const stopped = of('initiative.stopped');
      const replanned = of('initiative.replanned');
      return {
        says: `Since ${day}: ${begun.length} new, ${stopped.length} stopped, ${replanned.length} re-planned, ${facts.length} changes in all.`,
        figures: [
          count(context, 'new', 'New', 'entities', begun),
          count(context, 'moved', 'Moved to another stage', 'initiatives', of('initiative.moved')),
          count(context, 'stopped', 'Stopped', 'initiatives', stopped),
          count(context, 'replanned', 'Re-planned', 'initiatives', replanned),
          count(context, 'health', 'Judged anew', 'initiatives', of('initiative.health_set')),
        ],
        columns: columns({
          what: 'What',
          kind: 'Kind',
          unit: 'Unit',
          change: 'Change',
          by: 'By',
          at: 'When',
        }),
        rows: facts.map((fact) => ({
          ref: summaryOf(fact).ref,
          what: fact.title,
          kind: words(fact.kind),
          unit: fact.unit,
          change: changeSays(fact),
          by: fact.by,
          at: fact.at.toISOString(),
        })),
        charts: [],
      };
    },
  });
}
