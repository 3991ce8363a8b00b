import { forgeDeliveriesKept, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import type { ReleaseTables } from '../tables.ts';
import type { RequestFacts } from './report-rules.ts';

/** A repository's forge, or undefined where it has none. */
export function findForge(db: Db, repository: Id<'repository'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('forge')
    .selectAll()
    .where('repository_id', '=', repository)
    .executeTakeFirst();
}

/** A repository's forge. Throws `not_found`. */
export async function loadForge(db: Db, repository: Id<'repository'>) {
  const row = await findForge(db, repository);
  if (!row) throw problem('not_found', 'The repository is connected to no forge.');
  return row;
}

/** A forge as its row tells it. */
export type ForgeRow = Awaited<ReturnType<typeof loadForge>>;

/** What a forge's secrets are sealed for: in another row, or for another use, they don't open. */
const purposeOf = (what: 'key' | 'secret', id: string) => `forge ${what} ${id}`;

/** A forge's key or webhook secret as its row keeps it. */
export function sealFor(
  secrets: Secrets,
  what: 'key' | 'secret',
  id: Id<'repository'>,
  plain: string,
): string {
  return secrets.seal(purposeOf(what, id), plain);
}

/** A forge's key or webhook secret, or undefined where there is none or it can't be opened. */
export function openOf(
  secrets: Secrets,
  what: 'key' | 'secret',
  row: Pick<ForgeRow, 'repository_id' | 'sealed_key' | 'sealed_secret'>,
): string | undefined {
  const sealed = what === 'key' ? row.sealed_key : row.sealed_secret;
  if (sealed === null) return undefined;
  try {
    return secrets.open(purposeOf(what, row.repository_id), sealed);
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return undefined;
  }
}

const remedy = 'enter them again on the page of the repository.';

async function sealedOf(tx: Tx, what: 'key' | 'secret') {
  const column = what === 'key' ? 'sealed_key' : 'sealed_secret';
  const rows = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('forge')
    .select(['repository_id as id', `${column} as sealed`])
    .where(column, 'is not', null)
    .forUpdate()
    .execute();
  return rows.map(({ id, sealed }) => ({ id, purpose: purposeOf(what, id), plain: null, sealed }));
}

/** The keys and webhook secrets of all forges, for the start to bring under the present key. */
export const keptForgeSecrets: readonly KeptSecrets[] = [
  {
    name: 'tokens of forges',
    remedy,
    load: (tx) => sealedOf(tx, 'key'),
    async keep(tx, id, sealed) {
      await sql`update forge set sealed_key = ${sealed} where repository_id = ${id}`.execute(tx);
    },
  },
  {
    name: 'webhook secrets of forges',
    remedy,
    load: (tx) => sealedOf(tx, 'secret'),
    async keep(tx, id, sealed) {
      await sql`update forge set sealed_secret = ${sealed} where repository_id = ${id}`.execute(tx);
    },
  },
];

/** Keeps that a delivery came, and forgets the oldest beyond those that are kept. */
export async function keepDelivery(
  tx: Tx,
  repository: Id<'repository'>,
  delivery: { at: Date; event: string; says: string },
): Promise<void> {
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('forge_delivery')
    .values({ repository_id: repository, ...delivery })
    .execute();
  await sql`
    delete from forge_delivery where repository_id = ${repository} and id <= (
      select id from forge_delivery where repository_id = ${repository}
      order by id desc offset ${forgeDeliveriesKept} limit 1)
  `.execute(tx);
}

/** A review request as it is known, or undefined. */
export function findRequest(db: Db, repository: Id<'repository'>, number: number) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('review_request')
    .selectAll()
    .where('repository_id', '=', repository)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** The change that a branch is, as long as it is open. */
export async function openChangeOf(
  db: Db,
  repository: Id<'repository'>,
  branch: string,
): Promise<Id<'change'> | undefined> {
  const { rows } = await sql<{ id: Id<'change'> }>`
    select change.id from change join entity on entity.id = change.id
    where repository_id = ${repository} and change.branch = ${branch} and entity.state = 'open'
    order by change.id desc limit 1
  `.execute(db);
  return rows[0]?.id;
}

/** The requests that wait for their change, by the branch of a change that has just been seen. */
export async function requestsOfChange(
  db: Db,
  change: Id<'change'>,
): Promise<{ repository: Id<'repository'>; number: number; known: boolean; labels: string[] }[]> {
  const { rows } = await sql<{
    repository: Id<'repository'>;
    number: number;
    known: boolean;
    labels: string[];
  }>`
    select request.repository_id as repository, number, change_id is not null as known,
      request.labels
    from change join review_request request on request.repository_id = change.repository_id
      and (request.change_id = change.id
        or (request.change_id is null and request.branch = change.branch and request.state = 'open'))
    where change.id = ${change}
  `.execute(db);
  return rows;
}

/** The labels of a change. */
export async function labelsOf(db: Db, change: Id<'change'>): Promise<string[]> {
  const { rows } = await sql<{ labels: string[] }>`
    select labels from change where id = ${change}
  `.execute(db);
  return rows[0]?.labels ?? [];
}

/** The repository of a change or a deployment, where it has a forge that is told things. */
export async function reportedRepository(
  db: Db,
  entity: { kind: string; id: string },
): Promise<Id<'repository'> | undefined> {
  const of =
    entity.kind === 'repository'
      ? sql`${entity.id}::uuid`
      : entity.kind === 'change'
        ? sql`(select repository_id from change where id = ${entity.id})`
        : sql`(select repository_id from deployment where id = ${entity.id})`;
  const { rows } = await sql<{ id: Id<'repository'> }>`
    select repository_id as id from forge where repository_id = ${of} and reports
      and sealed_key is not null
  `.execute(db);
  return rows[0]?.id;
}

/** The repositories whose forge wasn't told for a while, and may be. */
export async function dueForges(db: Db, now: Temporal.Instant): Promise<Id<'repository'>[]> {
  const { rows } = await sql<{ id: Id<'repository'> }>`
    select repository_id as id from forge where reports and sealed_key is not null
      and due_at <= ${toDate(now)} order by due_at limit 200
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** What is to be told of a repository's requests: the open ones, and those settled since a moment. */
export async function requestFacts(
  db: Db,
  repository: Id<'repository'>,
  since: Temporal.Instant,
): Promise<(RequestFacts & { comment: string | null; digest: string | null })[]> {
  const { rows } = await sql<RequestFacts & { comment: string | null; digest: string | null }>`
    select request.number, request.head, request.comment_id as comment,
      request.comment_digest as digest, change.id as change, entity.title, entity.state,
      (select json_build_object('state', entry.state, 'says', entry.says, 'head', entry.head,
          'position', (select count(*)::int + 1 from queue_entry other
            where other.repository_id = entry.repository_id and other.state in ('queued', 'landing')
              and (not other.incident, not other.high, other.id)
                < (not entry.incident, not entry.high, entry.id)))
        from queue_entry entry where entry.change_id = change.id
        order by entry.id desc limit 1) as queue,
      coalesce((select json_agg(json_build_object('id', cut.id, 'title', cut.title) order by cut.id)
        from link join entity cut on cut.id = link.from_id and not cut.restricted
        where link.to_id = change.id and link.relation = 'contains' and link.until is null
      ), '[]') as releases,
      coalesce((select json_agg(json_build_object('id', deployment.id, 'state', deployment.state,
          'environment', place.title, 'says', coalesce(deployment.failure ->> 'says', ''))
          order by deployment.id)
        from link
        join deployment on deployment.release_id = link.from_id
        join entity place on place.id = deployment.environment_id and not place.restricted
        where link.to_id = change.id and link.relation = 'contains' and link.until is null
          and not exists (select 1 from deployment later
            where later.release_id = deployment.release_id
              and later.environment_id = deployment.environment_id and later.id > deployment.id)
      ), '[]') as deployments
    from review_request request
    join change on change.id = request.change_id
    join entity on entity.id = change.id and not entity.restricted
    where request.repository_id = ${repository}
      and (request.state = 'open' or request.changed_at > ${toDate(since)})
    order by request.number desc limit 500
  `.execute(db);
  return rows;
}

/** What was said of some commits already, by commit and name. */
export async function statusesSent(
  db: Db,
  repository: Id<'repository'>,
  shas: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ sha: string; name: string; digest: string }>`
    select sha, name, digest from forge_status
    where repository_id = ${repository} and sha = any(${[...shas]}::text[])
  `.execute(db);
  return new Map(rows.map(({ sha, name, digest }) => [`${sha} ${name}`, digest]));
}

/** Forgets what was said of commits long ago. */
export async function forgetStatusesBefore(tx: Tx, before: Date): Promise<void> {
  await sql`delete from forge_status where sent_at < ${before}`.execute(tx);
}

/** The branch that a change is, with its repository. */
export async function branchOf(db: Db, change: Id<'change'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('change')
    .select(['repository_id as repository', 'branch', 'head', 'author'])
    .where('id', '=', change)
    .executeTakeFirstOrThrow();
}
