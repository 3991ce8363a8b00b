import { toReference, type EntityKind, type EntitySummary } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { isNotForward } from './views.ts';

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

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

const stateWords: Readonly<Record<string, string>> = {
  waiting: 'waits for its change',
  making: 'being picked',
  conflict: 'in conflict',
  ready: 'ready to land',
  landing: 'landing',
  failed: 'failed',
};

const backports = insight({
  key: 'release.backports',
  title: 'Backports under way',
  describes:
    'Backports that have not landed, by line: how many are in conflict, and how many are ready to land',
  parameters: z.strictObject({}),
  async run(context) {
    const { rows } = await sql<
      Named & { line: string; repository: string; says: string; at: Date }
    >`
      select entity.id, entity.kind, entity.title, entity.state, line.title as line,
        home.title as repository, backport.says, backport.asked_at as at
      from backport join entity on entity.id = backport.id
      join entity line on line.id = backport.line_id and ${visible(context.actor, 'line')}
      join entity home on home.id = backport.repository_id and ${visible(context.actor, 'home')}
      where backport.direction = 'back' and ${visible(context.actor)}
        and (backport.active or entity.state = 'failed')
      order by (entity.state in ('conflict', 'failed')) desc, backport.asked_at, backport.id
      limit 1000
    `.execute(context.db);
    const stuck = rows.filter(({ state }) => state === 'conflict' || state === 'failed');
    const ready = rows.filter(({ state }) => state === 'ready');
    const byLine = Map.groupBy(rows, ({ line }) => line);
    const asOf = rows.at(-1)?.at.toISOString() ?? null;
    const figure = (key: string, label: string, of: typeof rows) => ({
      key,
      label,
      value: of.length,
      unit: '',
      asOf,
      stale: false,
      records: of.slice(0, 200).map(summary),
    });
    return {
      says: `${plural(rows.length, 'backport')} under way: ${stuck.length} in conflict or failed, ${ready.length} ready to land.`,
      figures: [
        figure('under_way', 'Under way', rows),
        figure('stuck', 'In conflict or failed', stuck),
        figure('ready', 'Ready to land', ready),
      ],
      columns: [
        { key: 'backport', label: 'Backport' },
        { key: 'line', label: 'Line' },
        { key: 'state', label: 'State' },
        { key: 'says', label: 'What there is to say' },
      ],
      rows: rows.slice(0, 200).map((row) => ({
        backport: row.title,
        line: row.line,
        state: stateWords[row.state] ?? row.state,
        says: row.says,
      })),
      charts:
        byLine.size === 0
          ? []
          : [
              {
                key: 'by_line',
                title: 'Backports under way by line',
                form: 'bars' as const,
                unit: '',
                target: null,
                series: [
                  {
                    key: 'backports',
                    label: 'Backports',
                    points: [...byLine].map(([at, of]) => ({ at, value: of.length })),
                  },
                ],
              },
            ],
    };
  },
});

const forwardPorts = insight({
  key: 'release.forward-ports',
  title: 'Fixes that the default branch hasn’t',
  describes:
    'Commits on release lines and hotfixes that the default branch has in no form, and of which nobody said that it needn’t',
  parameters: z.strictObject({}),
  async run(context) {
    const { rows } = await sql<Named & { sha: string; subject: string; author: string; at: Date }>`
      select entity.id, entity.kind, entity.title, entity.state, commit.sha, commit.subject,
        commit.author, commit.at
      from line_commit commit join entity on entity.id = commit.line_id
      where ${isNotForward} and ${visible(context.actor)}
      order by commit.at, commit.sha limit 1000
    `.execute(context.db);
    const lines = [...new Map(rows.map((row) => [row.id, row])).values()];
    return {
      says:
        rows.length === 0
          ? 'The default branch has every fix of every line.'
          : `${plural(rows.length, 'fix').replace('fixs', 'fixes')} on ${plural(lines.length, 'line')} that the default branch hasn’t.`,
      figures: [
        {
          key: 'not_forward',
          label: 'Fixes not on the default branch',
          value: rows.length,
          unit: '',
          asOf: rows.at(-1)?.at.toISOString() ?? null,
          stale: false,
          records: lines.slice(0, 200).map(summary),
        },
      ],
      columns: [
        { key: 'line', label: 'Line' },
        { key: 'commit', label: 'Commit' },
        { key: 'subject', label: 'Subject' },
        { key: 'author', label: 'Author' },
        { key: 'at', label: 'Since' },
      ],
      rows: rows.slice(0, 200).map((row) => ({
        line: row.title,
        commit: row.sha.slice(0, 10),
        subject: row.subject,
        author: row.author,
        at: row.at.toISOString(),
      })),
      charts: [],
    };
  },
});

/** What reviews can ask of lines and backports. */
export const lineInsights: readonly Insight[] = [backports, forwardPorts];
