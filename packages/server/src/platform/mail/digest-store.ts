import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../database/connect.ts';
import type { DigestWish } from './digest-rules.ts';

/** Members who want a digest, with how. */
export async function digestWishes(
  db: Db,
): Promise<(DigestWish & { identity: Id<'identity'>; person: Id<'person'> })[]> {
  const { rows } = await sql<{
    id: Id<'identity'>;
    person_id: Id<'person'>;
    digest: DigestWish['digest'];
    hour: number;
    weekday: number;
    digest_on: string | null;
  }>`
    select identity.id, person_id, coalesce(digest, 'weekly') as digest,
      coalesce(digest_hour, 7) as hour, coalesce(digest_weekday, 1) as weekday, digest_on
    from identity left join mail_preference on identity_id = identity.id
    where kind = 'member' and identity.state = 'active' and person_id is not null
      and digest is distinct from 'none'
    order by identity.id
  `.execute(db);
  return rows.map(({ id, person_id, digest_on, ...row }) => ({
    ...row,
    identity: id,
    person: person_id,
    lastOn: digest_on,
  }));
}

/** Takes a day's digest of somebody upon oneself; false where it was another node's. */
export async function takeDigest(
  tx: Tx,
  identity: Id<'identity'>,
  day: Temporal.PlainDate,
): Promise<boolean> {
  const { rows } = await sql`
    insert into mail_preference (identity_id, digest_on) values (${identity}, ${day.toString()})
    on conflict (identity_id) do update set digest_on = excluded.digest_on
      where mail_preference.digest_on is null or mail_preference.digest_on < excluded.digest_on
    returning identity_id
  `.execute(tx);
  return rows.length > 0;
}
