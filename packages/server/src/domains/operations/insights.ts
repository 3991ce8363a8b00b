import { idOf } from '@throughline/contract';
import { z } from 'zod';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { listIncidents } from './views.ts';

const hour = 3_600_000;

/** What the domain offers to review packs. */
export const operationsInsights: readonly Insight[] = [
  insight({
    key: 'operations.incidents',
    title: 'Incidents',
    describes: 'Incidents of a time with severity, cause and duration; those that still last first',
    parameters: z.strictObject({
      unit: idOf('unit').optional(),
      since: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
    }),
    async run(context, { unit, since }) {
      const { items } = await listIncidents(context, {
        limit: 200,
        ...(unit ? { ownerUnit: unit } : {}),
        ...(since ? { since: new Date(since) } : {}),
      });
      const open = items.filter(({ state }) => state === 'open');
      const fromDeployments = items.filter(({ deployment }) => deployment !== null);
      const now = context.now.epochMilliseconds;
      const figure = (key: string, label: string, rows: typeof items) => ({
        key,
        label,
        value: rows.length,
        unit: 'incidents',
        asOf: context.now.toString({ smallestUnit: 'millisecond' }),
        stale: false,
        records: rows.map(({ ref, title, state }) => ({
          ref,
          kind: 'incident' as const,
          title,
          state,
        })),
      });
      return {
        says:
          items.length === 0
            ? 'No incident.'
            : `${items.length} ${items.length === 1 ? 'incident' : 'incidents'}, ${open.length} still open, ${fromDeployments.length} caused by a deployment.`,
        figures: [
          figure('incidents', 'Incidents', items),
          figure('open', 'Still open', open),
          figure('from-deployments', 'Caused by a deployment', fromDeployments),
        ],
        columns: [
          { key: 'incident', label: 'Incident' },
          { key: 'severity', label: 'Severity' },
          { key: 'state', label: 'State' },
          { key: 'service', label: 'Service' },
          { key: 'deployment', label: 'Caused by' },
          { key: 'opened', label: 'Opened' },
          { key: 'hours', label: 'Hours' },
        ],
        rows: items
          .toSorted((one, other) => Number(one.state !== 'open') - Number(other.state !== 'open'))
          .map((row) => ({
            ref: row.ref,
            incident: row.title,
            severity: row.severity,
            state: row.state,
            service: row.service?.title ?? null,
            deployment: row.deployment?.title ?? null,
            opened: row.openedAt.slice(0, 10),
            hours:
              Math.round(
                (((row.resolvedAt ? Date.parse(row.resolvedAt) : now) - Date.parse(row.openedAt)) /
                  hour) *
                  10,
              ) / 10,
          })),
        charts: [],
      };
    },
  }),
];
