import { plainDate, toReference, type EntityKind, type EntitySummary } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../platform/access/visible.ts';
import { toDate } from '../../platform/clock.ts';
import type { ReadContext } from '../../platform/context.ts';
import { insight, type Insight } from '../../platform/insights/insight.ts';
import { queueInsights } from './queue/queue-insights.ts';

const since = z.strictObject({ since: plainDate.optional() });

/** Midnight UTC of the asked day; four weeks back unless told. */
function from(context: ReadContext, day: string | undefined): Date {
  return day === undefined
    ? toDate(context.now.subtract({ hours: 28 * 24 }))
    : new Date(`${day}T00:00:00Z`);
}

interface Named {
  id: string;
  kind: EntityKind;
  title: string;
  state: string;
}

const summary = (row: Named): EntitySummary => ({
  ref: toReference(row.kind, row.id),
  kind: row.kind,
  title: row.title,
  state: row.state,
});

const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

const shipped = insight({
  key: 'release.shipped',
  title: 'What shipped',
  describes: 'Releases that reached production since a date, with the changes that they contain',
  parameters: since,
  async run(context, parameters) {
    const { rows } = await sql<
      Named & { version: string; repository: string; at: Date; changes: number }
    >`
      select cut.id, cut.kind, cut.title, cut.state, release.version, home.title as repository,
        min(deployment.finished_at) as at,
        (select count(*)::int from link join entity part on part.id = link.to_id
          and ${visible(context.actor, 'part')}
          where link.from_id = cut.id and link.relation = 'contains' and link.until is null) as changes
      from deployment
      join environment on environment.id = deployment.environment_id and environment.production
      join release on release.id = deployment.release_id
      join entity cut on cut.id = release.id and ${visible(context.actor, 'cut')}
      join entity home on home.id = release.repository_id and ${visible(context.actor, 'home')}
      where deployment.state = 'succeeded' and deployment.finished_at >= ${from(context, parameters.since)}
      group by cut.id, cut.kind, cut.title, cut.state, release.version, home.title
      order by at desc limit 200
    `.execute(context.db);
    const changes = rows.reduce((sum, row) => sum + row.changes, 0);
    return {
      says: `${plural(rows.length, 'release')} with ${plural(changes, 'change')} reached production.`,
      figures: [
        {
          key: 'releases',
          label: 'Releases in production',
          value: rows.length,
          unit: '',
          asOf: rows[0]?.at.toISOString() ?? null,
          stale: false,
          records: rows.map(summary),
        },
      ],
      columns: [
        { key: 'release', label: 'Release' },
        { key: 'repository', label: 'Repository' },
        { key: 'changes', label: 'Changes' },
        { key: 'at', label: 'In production since' },
      ],
      rows: rows.map((row) => ({
        release: row.title,
        repository: row.repository,
        changes: row.changes,
        at: row.at.toISOString(),
      })),
      charts: [],
    };
  },
});

const withoutInitiative = insight({
  key: 'release.changes-without-initiative',
  title: 'Changes that serve no initiative',
  describes: 'Open and merged changes since a date that implement no initiative, feature or story',
  parameters: since,
  async run(context, parameters) {
    const { rows } = await sql<
      Named & { repository: string; author: string; at: Date; serves: boolean }
    >`
      select entity.id, entity.kind, entity.title, entity.state, home.title as repository,
        change.author, change.changed_at as at,
        exists (select 1 from link where link.from_id = change.id and link.relation = 'implements'
          and link.until is null) as serves
      from change join entity on entity.id = change.id
      join entity home on home.id = change.repository_id and ${visible(context.actor, 'home')}
      where ${visible(context.actor)} and entity.state in ('open', 'merged')
        and change.changed_at >= ${from(context, parameters.since)}
      order by change.changed_at desc limit 5000
    `.execute(context.db);
    const loose = rows.filter((row) => !row.serves);
    return {
      says: `${loose.length} of ${plural(rows.length, 'change')} serve no initiative.`,
      figures: [
        {
          key: 'without_initiative',
          label: 'Serve no initiative',
          value: loose.length,
          unit: '',
          asOf: rows[0]?.at.toISOString() ?? null,
          stale: false,
          records: loose.slice(0, 200).map(summary),
        },
      ],
      columns: [
        { key: 'change', label: 'Change' },
        { key: 'repository', label: 'Repository' },
        { key: 'author', label: 'Author' },
        { key: 'state', label: 'State' },
      ],
      rows: loose.slice(0, 200).map((row) => ({
        change: row.title,
        repository: row.repository,
        author: row.author,
        state: row.state,
      })),
      charts: [],
    };
  },
});

/** What reviews can ask of this domain. */
export const releaseInsights: readonly Insight[] = [shipped, withoutInitiative, ...queueInsights];
