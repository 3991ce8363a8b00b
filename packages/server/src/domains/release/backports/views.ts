import {
  toReference,
  type EntityKind,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, notFound } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor } from '../../../platform/http/cursor.ts';
import { fieldsOf, page } from '../repositories/views.ts';
import type { BackportCommit, BackportConflict, EarlierCommit, PreviewOutcome } from './tables.ts';

type Listed = OutputOf<OperationOf<'release.listBackports'>>;
type View = OutputOf<OperationOf<'release.getBackport'>>;
type OfChange = OutputOf<OperationOf<'release.getChangeBackports'>>;
type Matrix = OutputOf<OperationOf<'release.getBackportMatrix'>>;
type Row = Listed['items'][number];

interface Named {
  ref: string;
  kind: EntityKind;
  title: string;
  state: string;
}

interface BackportRecord {
  id: string;
  title: string;
  state: Row['state'];
  direction: Row['direction'];
  repository_id: Id<'repository'>;
  repository_title: string;
  change: Named | null;
  line_id: Id<'release_line'>;
  line_title: string;
  line_branch: string;
  target: string;
  branch: string;
  asked_by: string;
  asked_how: Row['askedHow'];
  asked_at: Date;
  says: string;
}

const columns = (context: ReadContext) => sql`
  entity.id, entity.title, entity.state, backport.direction, backport.repository_id,
  home.title as repository_title, backport.line_id, line.title as line_title,
  release_line.branch as line_branch, backport.target, backport.branch, backport.asked_by,
  backport.asked_how, backport.asked_at, backport.says,
  (select json_build_object('ref', work.id, 'kind', work.kind, 'title', work.title,
      'state', work.state)
    from entity work where work.id = backport.change_id and ${visible(context.actor, 'work')})
    as change`;

const joins = (context: ReadContext) => sql`
  from backport join entity on entity.id = backport.id
  join release_line on release_line.id = backport.line_id
  join entity line on line.id = backport.line_id and ${visible(context.actor, 'line')}
  join entity home on home.id = backport.repository_id and ${visible(context.actor, 'home')}`;

const named = (one: Named): EntitySummary => ({ ...one, ref: toReference(one.kind, one.ref) });

function backportRow(row: BackportRecord): Row {
  return {
    ref: toReference('backport', row.id),
    title: row.title,
    state: row.state,
    direction: row.direction,
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    change: row.change && named(row.change),
    line: {
      ref: toReference('release_line', row.line_id),
      title: row.line_title,
      branch: row.line_branch,
    },
    target: row.target,
    branch: row.branch,
    askedBy: row.asked_by,
    askedHow: row.asked_how,
    askedAt: row.asked_at.toISOString(),
    says: row.says,
  };
}

/** Backports and forward ports, the newest first. */
export async function listBackports(
  context: ReadContext,
  query: ParsedInput<OperationOf<'release.listBackports'>>['query'],
): Promise<Listed> {
  const [before] = readCursor(query.cursor, 1);
  const { rows } = await sql<BackportRecord>`
    select ${columns(context)} ${joins(context)}
    where ${visible(context.actor)}
      and ${query.repository ? sql`backport.repository_id = ${query.repository}` : sql`true`}
      and ${query.line ? sql`backport.line_id = ${query.line}` : sql`true`}
      and ${query.change ? sql`backport.change_id = ${query.change}` : sql`true`}
      and ${query.state ? sql`entity.state = ${query.state}` : sql`true`}
      and ${query.direction ? sql`backport.direction = ${query.direction}` : sql`true`}
      and ${before === undefined ? sql`true` : sql`entity.id < ${before}::uuid`}
    order by entity.id desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, backportRow, (row) => [row.id]);
}

interface WholeRecord extends BackportRecord {
  commits: BackportCommit[];
  base: string | null;
  result: string | null;
  conflict: BackportConflict | null;
  landed_at: Date | null;
  landed_by: string | null;
}

/** A backport: its commits and what they became, what conflicts, what was settled and by whom. */
export async function backportView(context: ReadContext, id: Id<'backport'>): Promise<View> {
  const detail = await entityDetail(context, { kind: 'backport', id });
  const { rows } = await sql<WholeRecord>`
    select ${columns(context)}, backport.commits, backport.base, backport.result,
      backport.conflict, backport.landed_at, backport.landed_by
    ${joins(context)}
    where backport.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [row] = rows;
  if (!row) throw notFound('backport');
  const settled = await sql<{
    sha: string;
    path: string;
    take: View['resolutions'][number]['take'];
    remembered: boolean;
    by_name: string;
    at: Date;
  }>`
    select sha, path, take, remembered, by_name, at from backport_resolution
    where backport_id = ${id} and path <> '' order by at, path
  `.execute(context.db);
  const { conflict } = row;
  return {
    ...fieldsOf(detail),
    ...backportRow(row),
    commits: row.commits,
    base: row.base,
    result: row.result,
    landedAt: row.landed_at?.toISOString() ?? null,
    landedBy: row.state === 'landed' ? row.landed_by : null,
    conflict: conflict && {
      sha: conflict.sha,
      subject: conflict.subject,
      files: conflict.files.map(({ path, kind }) => ({ path, kind })),
      missing: [...conflict.missing],
      missingSuffice: conflict.missingSuffice,
    },
    resolutions: settled.rows.map(({ by_name: by, at, ...rest }) => ({
      ...rest,
      by,
      at: at.toISOString(),
    })),
  };
}

interface LineName {
  id: string;
  title: string;
  branch: string;
  series: string;
}

const lineName = ({ id, title, branch, series }: LineName) => ({
  ref: toReference('release_line', id),
  title,
  branch,
  series,
});

/** The supported lines of a repository that take backports, the newest series first. */
async function openLines(
  context: ReadContext,
  repository: Id<'repository'>,
): Promise<(LineName & { head: string | null })[]> {
  const { rows } = await sql<LineName & { head: string | null }>`
    select entity.id, entity.title, release_line.branch, release_line.series, release_line.head
    from release_line join entity on entity.id = release_line.id
    where release_line.repository_id = ${repository} and entity.state = 'supported'
      and release_line.strategy <> 'roll-forward' and ${visible(context.actor)}
    order by string_to_array(regexp_replace(release_line.series, '[^0-9.]', '', 'g'), '.')::int[] desc,
      entity.id
    limit 50
  `.execute(context.db);
  return rows;
}

/** How a change would go to each supported line, and what was asked for. */
export async function changeBackports(context: ReadContext, id: Id<'change'>): Promise<OfChange> {
  await loadEntity(context.db, context.actor, { kind: 'change', id });
  const { rows: homes } = await sql<{ repository: Id<'repository'>; head: string }>`
    select repository_id as repository, head from change where id = ${id}
  `.execute(context.db);
  const [home] = homes;
  if (!home) throw notFound('change');
  const lines = await openLines(context, home.repository);
  const previews = await sql<{
    line_id: string;
    change_head: string;
    outcome: PreviewOutcome;
    paths: string[];
    missing: EarlierCommit[];
    missing_suffice: boolean;
    at: Date;
  }>`
    select line_id, change_head, outcome, paths, missing, missing_suffice, at
    from backport_preview where change_id = ${id}
  `.execute(context.db);
  const { rows: asked } = await sql<BackportRecord>`
    select distinct on (backport.line_id) ${columns(context)} ${joins(context)}
    where backport.change_id = ${id} and backport.direction = 'back' and ${visible(context.actor)}
    order by backport.line_id, entity.id desc
  `.execute(context.db);
  // A line that has ended since shows what was brought to it.
  const ended = asked
    .filter((one) => !lines.some((line) => line.id === one.line_id))
    .map((one) => ({
      id: one.line_id,
      title: one.line_title,
      branch: one.line_branch,
      series: one.line_branch,
    }));
  return {
    items: [...lines, ...ended].map((line) => {
      const preview = previews.rows.find((one) => one.line_id === line.id);
      const backport = asked.find((one) => one.line_id === line.id);
      const holds = preview?.change_head === home.head && preview;
      return {
        line: lineName(line),
        preview: holds
          ? {
              outcome: holds.outcome,
              paths: holds.paths,
              missing: holds.missing,
              missingSuffice: holds.missing_suffice,
              at: holds.at.toISOString(),
            }
          : null,
        backport: backport ? backportRow(backport) : null,
      };
    }),
  };
}

/** Every open change against every supported line. */
export async function backportMatrix(
  context: ReadContext,
  repository: Id<'repository'>,
): Promise<Matrix> {
  await loadEntity(context.db, context.actor, { kind: 'repository', id: repository });
  const lines = await openLines(context, repository);
  const { rows } = await sql<{
    id: string;
    title: string;
    state: string;
    branch: string | null;
    cells: {
      line: string;
      outcome: PreviewOutcome | null;
      paths: number;
      backport: { id: string; state: Row['state'] } | null;
    }[];
  }>`
    select entity.id, entity.title, entity.state, change.branch,
      coalesce((select json_agg(json_build_object('line', line.id, 'outcome', preview.outcome,
          'paths', coalesce(jsonb_array_length(preview.paths), 0),
          'backport', (select json_build_object('id', asked.id, 'state', asked.state)
            from backport join entity asked on asked.id = backport.id
              and ${visible(context.actor, 'asked')}
            where backport.change_id = change.id and backport.line_id = line.id
              and backport.direction = 'back'
            order by backport.id desc limit 1)))
        from release_line line
        left join backport_preview preview on preview.line_id = line.id
          and preview.change_id = change.id and preview.change_head = change.head
        where line.repository_id = change.repository_id), '[]') as cells
    from change join entity on entity.id = change.id
    where change.repository_id = ${repository} and entity.state = 'open' and ${visible(context.actor)}
    order by change.changed_at desc, change.id desc limit 200
  `.execute(context.db);
  return {
    lines: lines.map(lineName),
    changes: rows.map((row) => ({
      change: {
        ref: toReference('change', row.id),
        kind: 'change',
        title: row.title,
        state: row.state,
      },
      branch: row.branch,
      cells: lines.map((line) => {
        const cell = row.cells.find((one) => one.line === line.id);
        if (!cell || cell.outcome === null) return null;
        return {
          outcome: cell.outcome,
          paths: cell.paths,
          backport: cell.backport && {
            ref: toReference('backport', cell.backport.id),
            state: cell.backport.state,
          },
        };
      }),
    })),
  };
}
