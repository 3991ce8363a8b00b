import { z } from 'zod';
import { insight } from '../../../platform/insights/insight.ts';
import { unitsOf } from '../day-store.ts';
import { barsOf, columns, counted, figures, mostRows, ofUnit } from '../figures.ts';
import { listSecurityFindings } from './finding-views.ts';

/** `operations.security-findings` */
export const findingsInsight = insight({
  key: 'operations.security-findings',
  title: 'Security findings against their deadline',
  describes:
    'Open security findings of a unit and of those below it, past their deadline first, with exceptions and until when',
  parameters: z.strictObject(ofUnit),
  async run(context, { unit }) {
    const units = await unitsOf(context, unit);
    const { items } = await listSecurityFindings(context, {
      limit: mostRows,
      units,
      unsettled: true,
    });
    const late = items.filter(({ overdue }) => overdue);
    const excepted = items.filter(({ state }) => state === 'excepted');
    const critical = items.filter(({ severity }) => severity === 'critical');
    const figure = figures(context, 'security_finding');
    const unitOf = (rows: readonly unknown[]) => ({ of: rows.length, unit: 'findings' });
    return {
      says:
        items.length === 0
          ? 'No security finding is open.'
          : `${counted(items.length, 'finding')} open: ${late.length} past the deadline, ${excepted.length} with an exception.`,
      figures: [
        figure('overdue', 'Past their deadline', late, unitOf(late)),
        figure('critical', 'Critical', critical, unitOf(critical)),
        figure('excepted', 'With an exception', excepted, unitOf(excepted)),
        figure('open', 'Open in all', items, unitOf(items)),
      ],
      columns: columns({
        finding: 'Finding',
        severity: 'Severity',
        service: 'Service',
        repository: 'Repository',
        due: 'Deadline',
        overdue: 'Past it',
        exception: 'Exception until',
      }),
      rows: items
        .toSorted((one, other) => Number(other.overdue) - Number(one.overdue))
        .map((row) => ({
          ref: row.ref,
          finding: row.title,
          severity: row.severity,
          service: row.service?.title ?? null,
          repository: row.repository?.title ?? null,
          due: row.dueOn,
          overdue: row.overdue,
          exception: row.exceptedUntil,
        })),
      charts: barsOf(
        'severities',
        'Open findings by severity',
        'findings',
        items.map(({ severity }) => severity),
      ),
    };
  },
});
