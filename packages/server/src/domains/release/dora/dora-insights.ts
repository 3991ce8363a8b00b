import { idOf, toReference, type EntitySummary, type Id } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../../platform/context.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { calendar } from '../../org/index.ts';
import { chartsFrom, doraCharts, doraMetrics } from './dora-periods-rules.ts';
import {
  doraFigures,
  judgeDeployments,
  median,
  type DoraFigures,
  type IncidentFact,
  type Judged,
} from './dora-rules.ts';
import { doraFacts, type NamedFact } from './dora-views.ts';

/** The incidents that began since a moment, as far as the actor sees them. */
export type IncidentFacts = (
  context: ReadContext,
  since: Temporal.Instant,
) => Promise<readonly IncidentFact[]>;

const parameters = z.strictObject({
  repository: idOf('repository').optional(),
  unit: idOf('unit').optional(),
  service: idOf('service').optional(),
  /** The first day; else the last `days` days. */
  since: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
  days: z.number().int().min(1).max(366).default(28),
  /** What a row of the table is. */
  by: z.enum(['deployment', 'team', 'repository', 'service']).default('deployment'),
});

/** Deployments that began before the charts do may end in them. */
const lookBackMs = 60 * 24 * 3_600_000;
const day = 24 * 3_600_000;

const says = {
  leadTime: (value: number | null) =>
    value === null ? 'no commit reached production' : `a commit takes ${inHours(value)}`,
  frequency: (value: number | null) => `${value ?? 0} deployments a week`,
  recovery: (value: number | null) =>
    value === null ? 'nothing had to recover' : `what fails works again after ${inHours(value)}`,
  failRate: (value: number | null) => `${value ?? 0} % fail`,
  reworkRate: (value: number | null) => `${value ?? 0} % are rework`,
} as const satisfies Record<keyof DoraFigures, (value: number | null) => string>;

function inHours(value: number): string {
  return value < 48 ? `${value} h` : `${Math.round(value / 2.4) / 10} days`;
}

/** DORA's five metrics; `incidents` are those of the operations domain. */
export function doraInsights(deps: { incidents: IncidentFacts }): readonly Insight[] {
  return [
    insight({
      key: 'release.dora',
      title: 'Delivery performance (DORA)',
      describes:
        'Change lead time, deployment frequency, failed deployment recovery time, change fail rate and rework rate of production: of a unit with all below it, a repository or a service',
      parameters,
      async run(context, { since, days, by, ...scope }) {
        const { timeZone } = await calendar(context.db);
        const now = context.now.epochMilliseconds;
        const from = since ? beginOf(since, timeZone) : now - days * day;
        const first = Math.min(from, chartsFrom(context.now, timeZone)) - lookBackMs;
        const facts = await doraFacts(context, scope, first);
        const incidents = await deps.incidents(
          context,
          Temporal.Instant.fromEpochMilliseconds(first),
        );
        const judged = judgeDeployments(facts, incidents);
        const figures = doraFigures(judged, { from, to: now + 1, until: now });
        const named = new Map(facts.map((fact) => [fact.id, fact]));
        const last = judged.at(-1);
        const asOf = last ? new Date(last.endedAt).toISOString() : null;
        return {
          says:
            judged.length === 0
              ? 'Nothing was deployed to production.'
              : `${sentence(doraMetrics.map(({ name }) => says[name](figures[name].value)))}.`,
          figures: doraMetrics.map(({ key, name, title, unit }) => ({
            key,
            label: title,
            value: figures[name].value,
            unit,
            asOf,
            stale: false,
            records: records(figures[name].of, named),
          })),
          ...(by === 'deployment'
            ? { columns: deploymentColumns, rows: deploymentRows(judged, named, from) }
            : {
                columns: groupColumns(by),
                rows: groupRows(judged, named, { by, from, now }),
              }),
          charts: doraCharts(judged, context.now, timeZone),
        };
      },
    }),
  ];
}

/** The moment at which a day of the organisation, or a moment, begins. */
function beginOf(since: string, zone: string): number {
  return since.includes('T')
    ? Temporal.Instant.from(since).epochMilliseconds
    : Temporal.PlainDate.from(since).toZonedDateTime(zone).epochMilliseconds;
}

function sentence(parts: readonly string[]): string {
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function records(of: readonly Judged[], named: ReadonlyMap<string, NamedFact>): EntitySummary[] {
  return of
    .toReversed()
    .slice(0, 200)
    .flatMap(({ fact }) => {
      const known = named.get(fact.id);
      return known
        ? {
            ref: toReference('deployment', fact.id as Id<'deployment'>),
            kind: 'deployment' as const,
            title: known.title,
            state: known.state,
          }
        : [];
    });
}

const inTenths = (milliseconds: number) => Math.round(milliseconds / 360_000) / 10;

const deploymentColumns = [
  { key: 'deployment', label: 'Deployment' },
  { key: 'repository', label: 'Repository' },
  { key: 'ended', label: 'Ended' },
  { key: 'lead', label: 'Lead time (h)' },
  { key: 'failed', label: 'Failed' },
  { key: 'recovery', label: 'Recovered in (h)' },
  { key: 'rework', label: 'Rework' },
];

function deploymentRows(
  judged: readonly Judged[],
  named: ReadonlyMap<string, NamedFact>,
  from: number,
) {
  return judged
    .filter(({ endedAt }) => endedAt >= from)
    .toReversed()
    .slice(0, 200)
    .map(({ fact, endedAt, failing, failed, leads, rework }) => {
      const known = named.get(fact.id);
      const lead = median(leads);
      return {
        ref: toReference('deployment', fact.id as Id<'deployment'>),
        deployment: known?.title ?? '',
        repository: known?.repositoryTitle ?? '',
        ended: new Date(endedAt).toISOString(),
        lead: lead === null ? null : inTenths(lead),
        failed: failed ? 'yes' : 'no',
        recovery:
          failing === null
            ? null
            : failing.until === null
              ? 'not yet'
              : inTenths(failing.until - failing.from),
        rework,
      };
    });
}

type Group = 'team' | 'repository' | 'service';

const groupNames = { team: 'Team', repository: 'Repository', service: 'Service' } as const;

function groupColumns(by: Group) {
  return [
    { key: 'group', label: groupNames[by] },
    ...doraMetrics.map(({ key, title, unit }) => ({ key, label: `${title} (${unit})` })),
    { key: 'deployments', label: 'Deployments' },
  ];
}

/** Of what a deployment counts: its repository's team, itself, or each service built from it. */
function groupsOf(fact: NamedFact, by: Group): { key: string; title: string }[] {
  switch (by) {
    case 'team':
      return [
        fact.team
          ? { key: toReference('unit', fact.team.id), title: fact.team.title }
          : { key: '', title: 'No team' },
      ];
    case 'repository':
      return [{ key: toReference('repository', fact.repository), title: fact.repositoryTitle }];
    case 'service':
      return fact.services.length === 0
        ? [{ key: '', title: 'No service' }]
        : fact.services.map((id, index) => ({
            key: toReference('service', id),
            title: fact.serviceTitles[index] ?? '',
          }));
  }
}

function groupRows(
  judged: readonly Judged[],
  named: ReadonlyMap<string, NamedFact>,
  { by, from, now }: { by: Group; from: number; now: number },
) {
  const groups = new Map<string, { title: string; of: Judged[] }>();
  for (const one of judged) {
    const known = named.get(one.fact.id);
    for (const { key, title } of known ? groupsOf(known, by) : []) {
      const group = groups.get(key);
      if (group) group.of.push(one);
      else groups.set(key, { title, of: [one] });
    }
  }
  return [...groups]
    .map(([key, { title, of }]) => {
      const figures = doraFigures(of, { from, to: now + 1, until: now });
      return {
        ...(key === '' ? {} : { ref: key }),
        group: title,
        ...Object.fromEntries(
          doraMetrics.map(({ key: metric, name }) => [metric, figures[name].value]),
        ),
        deployments: figures.frequency.of.length,
      };
    })
    .toSorted((one, other) => one.group.localeCompare(other.group));
}
