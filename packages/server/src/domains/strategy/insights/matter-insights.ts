import { findingTypes, type EntitySummary } from '@throughline/contract';
import { z } from 'zod';
import { openRisks, type RiskRow } from '../../../platform/decisions/risk-views.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { findingsOf, type FindingRow } from '../finding/finding-views.ts';
import { columns, count, counted, most, ofUnit, unitsOf, type Today } from './insight-parts.ts';

const riskSummary = ({ ref, title, state }: RiskRow): EntitySummary => ({
  ref,
  kind: 'risk',
  title,
  state,
});
const findingSummary = ({ ref, title, state }: FindingRow): EntitySummary => ({
  ref,
  kind: 'finding',
  title,
  state,
});

/** What is open and wants an eye on it: risks and findings. */
export function matterInsights(today: Today): readonly Insight[] {
  return [
    insight({
      key: 'strategy.risks',
      title: 'Top risks',
      describes: 'Risks that are open or were taken on, the most severe first',
      parameters: ofUnit,
      async run(context, { unit }) {
        const rows = await openRisks(context, await unitsOf(context, today, unit), most);
        const day = today(context).toString();
        const severe = rows.filter(({ severity }) => severity >= 15);
        const late = rows.filter(({ dueOn }) => dueOn !== null && dueOn < day);
        const unowned = rows.filter(({ owner }) => owner === null);
        return {
          says: `${counted(rows.length, 'risk')}, ${severe.length} of them severe; ${late.length} past their date, ${unowned.length} without an owner.`,
          figures: [
            count(context, 'risks', 'Risks', 'risks', rows.map(riskSummary)),
            count(context, 'severe', 'Severity 15 and more', 'risks', severe.map(riskSummary)),
            count(context, 'late', 'Past their date', 'risks', late.map(riskSummary)),
          ],
          columns: columns({
            risk: 'Risk',
            severity: 'Severity',
            likelihood: 'Likelihood',
            impact: 'Impact',
            threatens: 'Threatens',
            owner: 'Owner',
            mitigation: 'Being done',
            dueOn: 'By',
            state: 'State',
          }),
          rows: rows.map((row) => ({
            ref: row.ref,
            risk: row.title,
            severity: row.severity,
            likelihood: row.likelihood,
            impact: row.impact,
            threatens: row.threatens.map(({ title }) => title).join(', ') || null,
            owner: row.owner?.name ?? null,
            mitigation: row.mitigation || null,
            dueOn: row.dueOn,
            state: row.state,
          })),
          charts: [],
        };
      },
    }),
    insight({
      key: 'strategy.findings',
      title: 'Findings',
      describes:
        'Areas of improvement or opportunities for growth that are still open, the oldest first',
      parameters: z.strictObject({
        ...ofUnit.shape,
        findingKind: z.enum(findingTypes).optional(),
      }),
      async run(context, { unit, findingKind }) {
        const units = await unitsOf(context, today, unit);
        const all = await findingsOf(context, { units, type: findingKind }, most);
        const open = all.filter(({ state }) => state === 'open');
        const since = context.now.subtract({ hours: 92 * 24 });
        const settled = all.filter(
          ({ closedAt }) =>
            closedAt !== null &&
            Temporal.Instant.compare(Temporal.Instant.from(closedAt), since) >= 0,
        );
        const unowned = open.filter(({ owner }) => owner === null);
        const age = (openedAt: string) =>
          Math.floor(Temporal.Instant.from(openedAt).until(context.now).total('hours') / 24);
        return {
          says: `${counted(open.length, 'finding')} open, ${unowned.length} without an owner; ${settled.length} closed in the last quarter.`,
          figures: [
            count(context, 'open', 'Open', 'findings', open.map(findingSummary)),
            count(context, 'unowned', 'Without an owner', 'findings', unowned.map(findingSummary)),
            count(
              context,
              'closed',
              'Closed in the last 92 days',
              'findings',
              settled.map(findingSummary),
            ),
          ],
          columns: columns({
            finding: 'Finding',
            kind: 'Kind',
            unit: 'Unit',
            owner: 'Owner',
            days: 'Days open',
            outcome: 'Outcome',
          }),
          rows: [...open, ...settled].map((row) => ({
            ref: row.ref,
            finding: row.title,
            kind: row.type,
            unit: row.ownerUnit?.title ?? null,
            owner: row.owner?.name ?? null,
            days: row.state === 'open' ? age(row.openedAt) : null,
            outcome: row.outcome || null,
          })),
          charts: [],
        };
      },
    }),
  ];
}
