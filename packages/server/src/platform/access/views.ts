import { toReference, type Id, type IdentityView, type Role } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';

interface Row {
  id: Id<'identity'>;
  kind: 'member' | 'guest';
  name: string;
  email: string;
  administrator: boolean;
  person_id: Id<'person'> | null;
  state: IdentityView['state'];
  grants: { role: Role; unit: string | null }[];
}

const columns = sql`identity.id, identity.kind, name, email, administrator, person_id, identity.state,
  coalesce((select json_agg(json_build_object('role', role, 'unit', unit_id)) from role_grant
    where role_grant.identity_id = identity.id), '[]'::json) as grants`;

function view(row: Row): IdentityView {
  return {
    ref: toReference('identity', row.id),
    name: row.name,
    email: row.email,
    kind: row.kind,
    administrator: row.administrator,
    person: row.person_id ? toReference('person', row.person_id) : null,
    state: row.state,
    roles: row.grants.map(({ role, unit }) => ({
      role,
      unit: unit ? toReference('unit', unit) : null,
    })),
  };
}

/** One identity as the API shows it, or undefined. */
export async function identityView(db: Db, id: Id<'identity'>): Promise<IdentityView | undefined> {
  const { rows } = await sql<Row>`select ${columns} from identity where id = ${id}`.execute(db);
  return rows[0] && view(rows[0]);
}

/** Who may sign in, by name. */
export async function listIdentities(
  db: Db,
  query: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: IdentityView[]; nextCursor: string | null }> {
  const [name, id] = readCursor(query.cursor, 2);
  const like = query.q?.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  const { rows } = await sql<Row>`
    select ${columns} from identity
    where true ${like ? sql`and (lower(name) like ${`%${like}%`} or lower(email) like ${`%${like}%`})` : sql``}
      ${id === undefined ? sql`` : sql`and (name, id) > (${name}, ${id}::uuid)`}
    order by name, id limit ${query.limit + 1}
  `.execute(db);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view),
    nextCursor: rows.length > query.limit && last ? writeCursor([last.name, last.id]) : null,
  };
}
