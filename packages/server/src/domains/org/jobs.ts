import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { record } from '../../platform/ledger/record.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import { today } from './organisation-store.ts';
import { unitState } from './rules.ts';
import { unitsMovedBetween, unitsOutOfDate } from './store.ts';

/**
 * Brings today about: units that were planned to open or close on a day are what their dates say,
 * and moves that take effect are told, so that rights follow the chart of the day.
 */
export async function turnDay(context: WriteContext): Promise<void> {
  const day = await today(context.tx, context.now);
  for (const { id, since, until } of await unitsOutOfDate(context, day)) {
    const state = unitState({ since, until }, day);
    await changeEntity(context, { kind: 'unit', id }, { action: `unit.${state}_by_date`, state });
  }
  const last = await readSetting(context.tx, 'org_day');
  if (last === day) return;
  if (typeof last === 'string') {
    for (const id of await unitsMovedBetween(context, last, day)) {
      await record(context, {
        action: 'unit.move_took_effect',
        entity: { kind: 'unit', id },
        after: { on: day },
      });
    }
  }
  await writeSetting(context, 'org_day', day);
}

/** The domain's jobs: the day is looked at every quarter of an hour, in whatever zone it turns. */
export const orgJobs: readonly JobDefinition[] = [
  { name: 'org.turn-day', every: '*/15 * * * *', run: (job) => job.write(turnDay) },
];
