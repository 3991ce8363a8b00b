import { entityKinds, parseReference, type Id } from '@throughline/contract';
import { memberOfIdentity } from '../access/store.ts';
import type { ReadContext, WriteContext } from '../context.ts';
import type { Db } from '../database/connect.ts';
import type { Needs } from '../home/home.ts';
import type { JobRun } from '../jobs/jobs.ts';
import { digestDays, digestDue, digestLetter, type DigestList } from './digest-rules.ts';
import { digestWishes, takeDigest } from './digest-store.ts';
import type { MailToQueue } from './queue-mail.ts';

/**
 * What a domain adds to digests: it reads once what those of a moment share, then answers each
 * reader's own, of the days up to a moment; only what the context's actor may see.
 */
export type DigestPart = (db: Db, now: Temporal.Instant) => Promise<DigestPartFor>;

/** What a domain adds to one reader's digest. */
export type DigestPartFor = (
  context: ReadContext,
  wish: { until: Temporal.Instant; zone: string },
) => Promise<DigestList>;

/** What digests need of the program. */
export interface DigestDeps {
  readonly publicUrl: string;
  readonly needs: Needs;
  readonly parts: readonly DigestPart[];
  /** The zone of each person who has one of their own, and the organisation's for the others. */
  readonly zones: (db: Db) => Promise<(person: Id<'person'> | null) => string>;
  /** Which days the organisation works on. */
  readonly workingDays: (db: Db) => Promise<(day: Temporal.PlainDate) => boolean>;
  readonly queue: (context: WriteContext, message: MailToQueue) => Promise<void>;
}

/** A digest that comes later than this is of no use. */
const usefulHours = 18;

/** Writes the digests that are due; a day with nothing to say passes without one. */
export async function sendDigests(deps: DigestDeps, run: JobRun): Promise<void> {
  const { db } = run.database;
  const zoneOf = await deps.zones(db);
  const works = await deps.workingDays(db);
  let parts: DigestPartFor[] | undefined;
  for (const wish of await digestWishes(db)) {
    if (wish.digest === 'none') continue;
    const now = run.clock.now();
    const local = now.toZonedDateTimeISO(zoneOf(wish.person));
    const day = digestDue(wish, local, works);
    if (!day) continue;
    try {
      parts ??= await Promise.all(deps.parts.map((part) => part(db, now)));
      const message = await digestFor(deps, db, parts, { ...wish, digest: wish.digest, local });
      await run.write(async (context) => {
        if (!(await takeDigest(context.tx, wish.identity, day))) return;
        if (message) await deps.queue(context, message);
      });
    } catch (error) {
      run.log.error({ err: error, identity: wish.identity }, 'a digest could not be written');
    }
  }
}

async function digestFor(
  { publicUrl, needs }: DigestDeps,
  db: Db,
  parts: readonly DigestPartFor[],
  wish: {
    identity: Id<'identity'>;
    digest: 'daily' | 'weekly';
    local: Temporal.ZonedDateTime;
  },
): Promise<MailToQueue | undefined> {
  const { identity, digest, local } = wish;
  const actor = await memberOfIdentity(db, identity, 'digest');
  if (!actor) return undefined;
  const context: ReadContext = { db, actor, now: local.toInstant() };
  const today = local.toPlainDate();
  const waiting = await needs(context, today);
  const until = local
    .startOfDay()
    .add({ days: digestDays(digest) })
    .toInstant();
  const lists: DigestList[] = [];
  for (const part of parts) lists.push(await part(context, { until, zone: local.timeZoneId }));
  const letter = digestLetter({
    digest,
    day: today,
    name: actor.name,
    needs: waiting,
    lists,
    addressOf: (reference, kind) =>
      new URL(`/${entityKinds[kind].plural}/${reference}`, publicUrl).href,
    home: new URL('/', publicUrl).href,
  });
  if (!letter) return undefined;
  const about = [
    ...waiting.flatMap(({ entity, urgency }) =>
      urgency === 'later' ? [] : (parseReference(entity.ref)?.id ?? []),
    ),
    ...lists.flatMap(({ items }) => items.map(({ id }) => id)),
  ];
  return {
    what: 'digest',
    to: identity,
    about: [...new Set(about)],
    topic: 'digest',
    usefulUntil: context.now.add({ hours: usefulHours }),
    letter,
  };
}
