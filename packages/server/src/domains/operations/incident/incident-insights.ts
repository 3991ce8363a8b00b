import { z } from 'zod';
import { insight } from '../../../platform/insights/insight.ts';
import { unitsOf } from '../day-store.ts';
import { barsOf, columns, counted, figures, mostRows, ofTime, ofUnit, words } from '../figures.ts';
import { listPostmortems } from '../postmortem/postmortem-views.ts';
import { listIncidents } from './incident-views.ts';

const hour = 3_600_000;
const inHours = (ms: number) => Math.round((ms / hour) * 10) / 10;

/** `operations.incidents` */
export const incidentsInsight = insight({
  key: 'operations.incidents',
  title: 'Incidents',
  describes:
    'Incidents of a time by cause, with severity and duration, those that still last first; postmortem actions that are not done',
  parameters: z.strictObject({ ...ofUnit, ...ofTime }),
  async run(context, { unit, since }) {
    const units = await unitsOf(context, unit);
    const { items } = await listIncidents(context, {
      limit: mostRows,
      units,
      ...(since ? { since: new Date(since) } : {}),
    });
    const postmortems = await listPostmortems(context, { limit: mostRows, units });
    const owed = postmortems.items.filter(({ openActions }) => openActions > 0);
    const owedActions = owed.reduce((sum, { openActions }) => sum + openActions, 0);
    const lasting = items.filter(({ state }) => state !== 'resolved');
    const fromDeployments = items.filter(({ deployment }) => deployment !== null);
    const now = context.now.epochMilliseconds;
    const figure = figures(context, 'incident');
    const unitOf = (of: number) => ({ of, unit: 'incidents' });
    return {
      says:
        items.length === 0
          ? 'No incident.'
          : `${counted(items.length, 'incident')}, ${lasting.length} still open, ${fromDeployments.length} caused by a deployment. ${counted(owedActions, 'postmortem action')} not done.`,
      figures: [
        figure('incidents', 'Incidents', items, unitOf(items.length)),
        figure('open', 'Still open', lasting, unitOf(lasting.length)),
        figure(
          'from-deployments',
          'Caused by a deployment',
          fromDeployments,
          unitOf(fromDeployments.length),
        ),
        figures(context, 'postmortem')('postmortem-actions', 'Postmortem actions not done', owed, {
          of: owedActions,
          unit: 'actions',
        }),
      ],
      columns: columns({
        incident: 'Incident',
        severity: 'Severity',
        state: 'State',
        service: 'Service',
        cause: 'Cause',
        deployment: 'Caused by',
        opened: 'Began',
        hours: 'Hours',
      }),
      rows: items
        .toSorted(
          (one, other) => Number(one.state === 'resolved') - Number(other.state === 'resolved'),
        )
        .map((row) => ({
          ref: row.ref,
          incident: row.title,
          severity: row.severity,
          state: row.state,
          service: row.service?.title ?? null,
          cause: words(row.causeKind),
          deployment: row.deployment?.title ?? null,
          opened: row.openedAt.slice(0, 10),
          hours: inHours(
            (row.resolvedAt ? Date.parse(row.resolvedAt) : now) - Date.parse(row.openedAt),
          ),
        })),
      charts: barsOf(
        'causes',
        'Incidents by cause',
        'incidents',
        items.map(({ causeKind }) => words(causeKind)),
      ),
    };
  },
});
