import { idOf } from '@throughline/contract';
import { z } from 'zod';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { membersOf } from '../org/index.ts';
import { trackProgress } from './progress-views.ts';
import { todayOf, type LookUp } from './resolve-reference.ts';

/** What learning offers to packs and to Home. */
export function learningInsights(deps: LookUp): readonly Insight[] {
  return [
    insight({
      key: 'learning.progress',
      title: 'Learning progress',
      describes:
        'Of each track: enrolled, completed, people with something overdue; of a unit or of all',
      parameters: z.strictObject({ unit: idOf('unit').optional() }),
      async run(context, { unit }) {
        const today = await todayOf(context, deps);
        const people = unit ? await membersOf(context.db, unit, today) : undefined;
        const tracks = await trackProgress(context, today, people);
        const sum = (name: 'enrolled' | 'completed' | 'overdue') =>
          tracks.reduce((total, track) => total + track[name], 0);
        const asOf = context.now.toString({ fractionalSecondDigits: 3 });
        const figure = (key: 'enrolled' | 'completed' | 'overdue', label: string) => ({
          key,
          label,
          value: sum(key),
          unit: 'people',
          asOf,
          stale: false,
          records: tracks.filter((track) => track[key] > 0).map(({ track }) => track),
        });
        return {
          says: `${sum('completed')} of ${sum('enrolled')} enrolments are complete; ${sum('overdue')} have something overdue.`,
          figures: [
            figure('enrolled', 'Enrolled'),
            figure('completed', 'Completed'),
            figure('overdue', 'With something overdue'),
          ],
          columns: [
            { key: 'track', label: 'Track' },
            { key: 'enrolled', label: 'Enrolled' },
            { key: 'completed', label: 'Completed' },
            { key: 'overdue', label: 'With something overdue' },
          ],
          rows: tracks.map(({ track, enrolled, completed, overdue }) => ({
            ref: track.ref,
            track: track.title,
            enrolled,
            completed,
            overdue,
          })),
          charts: [],
        };
      },
    }),
  ];
}
