import { sql } from 'kysely';
import { toReference, type Id } from '@throughline/contract';
import type { Db } from '../database/connect.ts';
import type { Guest, Member } from './actor.ts';

interface IdentityRow {
  id: Id<'identity'>;
  kind: 'member' | 'guest';
  name: string;
  person_id: Id<'person'> | null;
  administrator: boolean;
  reads_kinds: string[];
  grants: { role: Member['grants'][number]['role']; unit: Id<'unit'> | null }[];
}

const identityColumns = sql`
  identity.id, identity.kind, identity.name, identity.person_id, identity.administrator, identity.reads_kinds,
  coalesce((select json_agg(json_build_object('role', role, 'unit', unit_id)) from role_grant
    where role_grant.identity_id = identity.id), '[]'::json) as grants`;

function actorOf(row: IdentityRow, via: string, scopes: string[] | null): Member | Guest {
  if (row.kind === 'guest') return { kind: 'guest', id: row.id, name: row.name, via };
  return {
    kind: 'member',
    id: row.id,
    name: row.name,
    person: row.person_id,
    administrator: row.administrator,
    grants: row.grants,
    readsKinds: row.reads_kinds,
    scopes,
    via,
  };
}

/** Who a session's token belongs to, or undefined: unknown, expired or suspended. */
export async function actorOfSession(
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<Member | Guest | undefined> {
  const { rows } = await sql<IdentityRow>`
    select ${identityColumns} from session join identity on identity.id = session.identity_id
    where session.token_hash = ${hash} and session.expires_at > ${now} and identity.state = 'active'
  `.execute(db);
  return rows[0] && actorOf(rows[0], 'session', null);
}

/** Who an API key belongs to, or undefined: unknown, revoked, expired or suspended. */
export async function actorOfApiKey(
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<Member | Guest | undefined> {
  const { rows } = await sql<IdentityRow & { key_id: Id<'api_key'>; scopes: string[] }>`
    update api_key set last_used_at = ${now} from identity
    where identity.id = api_key.identity_id and api_key.key_hash = ${hash} and api_key.revoked_at is null
      and (api_key.expires_at is null or api_key.expires_at > ${now}) and identity.state <> 'suspended'
    returning ${identityColumns}, api_key.id as key_id, api_key.scopes
  `.execute(db);
  const [found] = rows;
  return found && actorOf(found, `api-key ${toReference('api_key', found.key_id)}`, found.scopes);
}

/** An active member as whom the server reads what it writes to them, or undefined. */
export async function memberOfIdentity(
  db: Db,
  id: Id<'identity'>,
  via: string,
): Promise<Member | undefined> {
  const { rows } = await sql<IdentityRow>`
    select ${identityColumns} from identity
    where identity.id = ${id} and identity.state = 'active' and identity.kind = 'member'
  `.execute(db);
  const actor = rows[0] && actorOf(rows[0], via, null);
  return actor?.kind === 'member' ? actor : undefined;
}

/** Whether anybody could sign in as an administrator. */
export async function hasActiveAdministrator(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('identity')
    .select('id')
    .where('administrator', '=', true)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row !== undefined;
}
