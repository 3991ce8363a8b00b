import {
  toReference,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import type { Actor, Member } from '../access/actor.ts';
import type { WriteContext } from '../context.ts';
import type { Db } from '../database/connect.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';

type Preferences = OutputOf<OperationOf<'mail.getMailPreferences'>>;

/** What may change of somebody's preferences. */
export type PreferenceChange = ParsedInput<OperationOf<'mail.changeMailPreferences'>>['body'];

/** The member who asks; throws `forbidden` for anybody else. */
export function readerOf(actor: Actor): Member {
  if (actor.kind !== 'member') throw problem('forbidden', 'Mail goes to members.');
  return actor;
}

/** What a member wants of mail, and where it goes. */
export async function mailPreferences(
  db: Db,
  member: Member,
  known: { timeZone: string; configured: boolean },
): Promise<Preferences> {
  const row = await db
    .selectFrom('identity')
    .leftJoin('mail_preference', 'mail_preference.identity_id', 'identity.id')
    .select(['email', 'invitations', 'asks', 'digest', 'digest_hour', 'digest_weekday'])
    .where('identity.id', '=', member.id)
    .executeTakeFirst();
  if (!row) throw problem('not_found', 'This identity is gone.');
  return {
    address: row.email,
    invitations: row.invitations ?? true,
    asks: row.asks ?? true,
    digest: row.digest ?? 'weekly',
    digestHour: row.digest_hour ?? 7,
    digestWeekday: row.digest_weekday ?? 1,
    ...known,
  };
}

/** Changes what a member wants of mail. */
export async function changeMailPreferences(
  context: WriteContext,
  change: PreferenceChange,
): Promise<void> {
  const { tx, actor } = context;
  const member = readerOf(actor);
  const { digestHour, digestWeekday, ...same } = change;
  const set = {
    ...Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined)),
    ...(digestHour === undefined ? {} : { digest_hour: digestHour }),
    ...(digestWeekday === undefined ? {} : { digest_weekday: digestWeekday }),
  };
  if (Object.keys(set).length === 0) return;
  await tx
    .insertInto('mail_preference')
    .values({ identity_id: member.id, ...set })
    .onConflict((conflict) => conflict.column('identity_id').doUpdateSet(set))
    .execute();
  await record(context, {
    action: 'mail_preference.changed',
    after: { identity: toReference('identity', member.id), ...change },
  });
}
