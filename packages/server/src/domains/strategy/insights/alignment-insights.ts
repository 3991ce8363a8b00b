import { alignmentGaps } from '@throughline/contract';
import { summaryOf } from '../../../platform/entities/entity.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { gapsOf, wordsOf } from '../alignment/alignment-views.ts';
import { columns, count, counted, most, ofUnit, unitsOf, type Today } from './figure.ts';

/** The key of each gap's figure, its label, and the gap in words. */
const figures = {
  'priority-without-objective': [
    'priorities',
    'Priorities without an objective',
    'no objective serves it',
  ],
  'objective-period-over': [
    'over',
    'Objectives to close, whose period is over',
    'its period is over: close and grade it',
  ],
  'objective-serves-nothing': ['roots', 'Objectives that serve nothing higher', 'serves nothing'],
  'objective-without-key-result': [
    'unmeasured',
    'Objectives without a key result',
    'no key result measures it',
  ],
  'objective-without-initiative': [
    'objectives',
    'Objectives without an initiative',
    'no initiative serves it',
  ],
  'objective-weights': ['weights', 'Objectives whose weights don’t add up', 'weights'],
  'key-result-without-owner': ['unowned', 'Key results without an owner', 'nobody owns it'],
  'key-result-without-measure': [
    'unchecked',
    'Key results that nothing measures',
    'nothing feeds it, nobody has checked in',
  ],
  'initiative-serves-nothing': ['initiatives', 'Initiatives that serve nothing', 'serves nothing'],
  'initiative-without-key-result': [
    'unproven',
    'Initiatives that serve no key result',
    'serves no key result',
  ],
  'unit-without-objective': ['units', 'Units without an objective', 'has no objective'],
} as const satisfies Record<(typeof alignmentGaps)[number], readonly [string, string, string]>;

const nouns = {
  priority: 'priorities',
  objective: 'objectives',
  key: 'key results',
  initiative: 'initiatives',
  unit: 'units',
} as const;
const nounOf = (gap: string) => nouns[gap.slice(0, gap.indexOf('-')) as keyof typeof nouns];

/** Alignment gaps, both ways. */
export function alignmentInsight(today: Today): Insight {
  return insight({
    key: 'strategy.alignment',
    title: 'Alignment gaps',
    describes:
      'Where alignment breaks off: priorities, objectives, key results, initiatives and units that lack what belongs above or below them, and weights that don’t add up',
    parameters: ofUnit,
    async run(context, { unit }) {
      const found = await gapsOf(context, today(context), await unitsOf(context, today, unit));
      const having = (gap: (typeof alignmentGaps)[number]) =>
        found.filter((one) => one.gap === gap).map(summaryOf);
      const unserved = having('objective-without-initiative');
      const initiatives = having('initiative-serves-nothing');
      return {
        says: `${counted(unserved.length, 'objective')} without an initiative, ${counted(initiatives.length, 'initiative')} that serve${initiatives.length === 1 ? 's' : ''} nothing.`,
        figures: alignmentGaps.map((gap) => {
          const [key, label] = figures[gap];
          return count(context, key, label, nounOf(gap), having(gap));
        }),
        columns: columns({ kind: 'Kind', title: 'Title', unit: 'Unit', gap: 'Gap' }),
        rows: found.slice(0, most).map((one) => ({
          ref: summaryOf(one).ref,
          kind: one.kind,
          title: one.title,
          unit: one.owner_unit_title,
          gap: wordsOf(one) || figures[one.gap][2],
        })),
        charts: [],
      };
    },
  });
}
