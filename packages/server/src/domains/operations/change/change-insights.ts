import { z } from 'zod';
import { insight } from '../../../platform/insights/insight.ts';
import { unitsOf } from '../day-store.ts';
import { barsOf, columns, counted, figures, mostRows, ofTime, ofUnit, words } from '../figures.ts';
import { listInfrastructureChanges, type PlannedChangeRow } from './change-views.ts';

const aheadDays = 28;
const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`;

const columnsOfChange = columns({
  change: 'Change',
  state: 'State',
  risk: 'Risk',
  starts: 'Begins',
  ends: 'Ends',
  services: 'Services',
  environments: 'Environments',
  clashes: 'Runs into',
});

function rowOf(row: PlannedChangeRow) {
  return {
    ref: row.ref,
    change: row.title,
    state: row.state,
    risk: row.risk,
    starts: minute(row.startsAt),
    ends: minute(row.endsAt),
    services: row.services.map(({ title }) => title).join(', ') || null,
    environments: row.environments.map(({ title }) => title).join(', ') || null,
    clashes: row.clashes.join('; ') || null,
  };
}

/** `operations.planned-changes` */
export const plannedChangesInsight = insight({
  key: 'operations.planned-changes',
  title: 'Planned changes',
  describes:
    'Infrastructure changes of a unit and of those below it that are under way or begin within four weeks, with what they run into',
  parameters: z.strictObject(ofUnit),
  async run(context, { unit }) {
    const { items } = await listInfrastructureChanges(context, {
      limit: mostRows,
      units: await unitsOf(context, unit),
      from: context.now.toString(),
      to: context.now.add({ hours: aheadDays * 24 }).toString(),
    });
    const ahead = items
      .filter(({ state }) => ['planned', 'approved', 'in-progress'].includes(state))
      .toReversed();
    const waiting = ahead.filter(({ state }) => state === 'planned');
    const clashing = ahead.filter(({ clashes }) => clashes.length > 0);
    const figure = figures(context, 'infrastructure_change');
    const unitOf = (rows: readonly unknown[]) => ({ of: rows.length, unit: 'changes' });
    return {
      says:
        ahead.length === 0
          ? 'No infrastructure change is planned for the next four weeks.'
          : `${counted(ahead.length, 'change')} within four weeks: ${waiting.length} not approved yet, ${clashing.length} running into something.`,
      figures: [
        figure('planned', 'Planned', ahead, unitOf(ahead)),
        figure('waiting', 'Not approved yet', waiting, unitOf(waiting)),
        figure('clashing', 'Running into something', clashing, unitOf(clashing)),
      ],
      columns: columnsOfChange,
      rows: ahead.map(rowOf),
      charts: [],
    };
  },
});

/** `operations.change-failure` */
export const changeFailureInsight = insight({
  key: 'operations.change-failure',
  title: 'Infrastructure changes that failed',
  describes:
    'Infrastructure changes of a time that ended, and the share of them that failed or were rolled back',
  parameters: z.strictObject({ ...ofUnit, ...ofTime }),
  async run(context, { unit, since }) {
    const from = since
      ? new Date(since).toISOString()
      : context.now.subtract({ hours: aheadDays * 24 }).toString();
    const { items } = await listInfrastructureChanges(context, {
      limit: mostRows,
      units: await unitsOf(context, unit),
      from,
      to: context.now.toString(),
    });
    const ended = items.filter(({ state }) =>
      ['succeeded', 'failed', 'rolled-back'].includes(state),
    );
    const failed = ended.filter(({ state }) => state !== 'succeeded');
    const share =
      ended.length === 0 ? null : Math.round((failed.length / ended.length) * 1000) / 10;
    const figure = figures(context, 'infrastructure_change');
    return {
      says:
        share === null
          ? 'No infrastructure change ended.'
          : `${failed.length} of ${counted(ended.length, 'infrastructure change')} failed or ${failed.length === 1 ? 'was' : 'were'} rolled back.`,
      figures: [
        figure('failed_share', 'Failed or rolled back', failed, { of: share, unit: '%' }),
        figure('ended', 'Ended', ended, { of: ended.length, unit: 'changes' }),
      ],
      columns: columnsOfChange,
      rows: [...failed, ...ended.filter(({ state }) => state === 'succeeded')].map(rowOf),
      charts: barsOf(
        'outcomes',
        'How infrastructure changes ended',
        'changes',
        ended.map(({ state }) => words(state)),
      ),
    };
  },
});
