import { idOf, type EntityKind, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { summaryOf } from '../../platform/entities/entity.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { toldOf } from './told-views.ts';

const mostRows = 200;

async function published(context: ReadContext, environment: string | undefined) {
  const { rows } = await sql<{
    id: Id<'notification'>;
    kind: EntityKind;
    title: string;
    state: string;
    epoch: number;
    environment: string;
    held_cause: string | null;
    published_at: Date;
  }>`
    select entity.id, entity.kind, entity.title, entity.state, epoch, place.title as environment,
      held_cause, published_at
    from notification join entity on entity.id = notification.id
    join entity place on place.id = environment_id
    where published_at is not null and ${visible(context.actor)}
      ${environment ? sql`and environment_id = ${environment}` : sql``}
    order by published_at desc limit ${mostRows}
  `.execute(context.db);
  return rows;
}

/** What notifications offer to reviews. */
export const notifyInsights: readonly Insight[] = [
  insight({
    key: 'notify.told',
    title: 'What customers were told',
    describes:
      'Per published notification: how many recipients were offered it (nearly), saw, clicked and dismissed it',
    parameters: z.strictObject({ environment: idOf('environment').optional() }),
    async run(context, { environment }) {
      const rows = await published(context, environment);
      const counted = await Promise.all(
        rows.map(async (row) => ({ row, told: await toldOf(context, row.id, row.epoch) })),
      );
      const held = rows.filter(({ state }) => state === 'held');
      const asOf = context.now.toString({ smallestUnit: 'millisecond' });
      const sum = (key: 'eligible' | 'seen' | 'clicked') =>
        counted.reduce((total, { told }) => total + told[key], 0);
      const records = rows.map(summaryOf);
      const figure = (key: string, label: string, value: number, unit: string) => ({
        key,
        label,
        value,
        unit,
        asOf,
        stale: false,
        records,
      });
      return {
        says: `${rows.length} notification${rows.length === 1 ? '' : 's'} published; ${sum('seen')} of about ${sum('eligible')} recipients saw theirs; ${held.length} held.`,
        figures: [
          figure('eligible', 'Offered', sum('eligible'), 'recipients'),
          figure('seen', 'Seen', sum('seen'), 'recipients'),
          figure('clicked', 'Clicked', sum('clicked'), 'recipients'),
          { ...figure('held', 'Held', held.length, 'notifications'), records: held.map(summaryOf) },
        ],
        columns: [
          { key: 'notification', label: 'Notification' },
          { key: 'environment', label: 'Environment' },
          { key: 'state', label: 'State' },
          { key: 'eligible', label: 'Offered' },
          { key: 'shown', label: 'Shown' },
          { key: 'seen', label: 'Seen' },
          { key: 'clicked', label: 'Clicked' },
          { key: 'dismissed', label: 'Dismissed' },
        ],
        rows: counted.map(({ row, told }) => ({
          ref: summaryOf(row).ref,
          notification: row.title,
          environment: row.environment,
          state: row.held_cause ? `held: ${row.held_cause}` : row.state,
          ...told,
        })),
        charts: [],
      };
    },
  }),
];
