import { createHash } from 'node:crypto';
import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext, WriteContext } from '../../../platform/context.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { DeliveryTables } from '../tables.ts';
import type { ImageFacts } from './image-rules.ts';

type Screen = DeliveryTables['design_screen'];

/** How many screens a design release has in all, and how many a version of it. */
export async function screenCounts(
  tx: Tx,
  release: Id<'design_release'>,
  version: string,
): Promise<{ all: number; ofVersion: number }> {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('design_screen')
    .select([
      sql<number>`count(*)::integer`.as('all'),
      sql<number>`(count(*) filter (where version = ${version}))::integer`.as('ofVersion'),
    ])
    .where('design_release_id', '=', release)
    .executeTakeFirstOrThrow();
}

/** Keeps an image, once for all who show it, and the screen that shows it. */
export async function keepScreen(
  tx: Tx,
  screen: Omit<Screen, 'sha256'>,
  image: { facts: ImageFacts; bytes: Uint8Array },
): Promise<void> {
  const { facts, bytes } = image;
  const sha256 = createHash('sha256').update(bytes).digest();
  const delivery = tx.$extendTables<DeliveryTables>();
  await delivery
    .insertInto('screen_image')
    .values({
      sha256,
      media_type: facts.mediaType,
      width: facts.width,
      height: facts.height,
      content: Buffer.from(bytes),
    })
    // The row is locked: whoever removes its last screen at this moment waits.
    .onConflict((conflict) =>
      conflict.column('sha256').doUpdateSet({ media_type: facts.mediaType }),
    )
    .execute();
  await delivery
    .insertInto('design_screen')
    .values({ ...screen, sha256 })
    .execute();
}

/** The design release of a screen that the actor may see. Throws `not_found`. */
export async function releaseOfScreen(
  { tx, actor }: WriteContext,
  id: Id<'design_screen'>,
): Promise<{ release: Id<'design_release'>; sha256: Buffer }> {
  const row = await tx
    .$extendTables<DeliveryTables>()
    .selectFrom('design_screen')
    .innerJoin('entity', 'entity.id', 'design_screen.design_release_id')
    .select(['design_release_id as release', 'sha256'])
    .where('design_screen.id', '=', id)
    .where(visible(actor))
    .executeTakeFirst();
  if (!row) throw notFound('design_screen');
  return row;
}

/** Forgets a screen, and its image where nothing else shows it. */
export async function forgetScreen(
  tx: Tx,
  screen: { id: Id<'design_screen'>; sha256: Buffer },
): Promise<void> {
  const delivery = tx.$extendTables<DeliveryTables>();
  // Whoever shows it or removes it elsewhere at this moment is waited for, and seen.
  await delivery
    .selectFrom('screen_image')
    .select('sha256')
    .where('sha256', '=', screen.sha256)
    .forUpdate()
    .execute();
  await delivery.deleteFrom('design_screen').where('id', '=', screen.id).execute();
  await sql`
    delete from screen_image where sha256 = ${screen.sha256}
      and not exists (select 1 from design_screen where sha256 = ${screen.sha256})
  `.execute(tx);
}

/** The screens of a design release in the order in which they came, without their images. */
export function screensOf(db: Db, release: Id<'design_release'>) {
  return db
    .$extendTables<DeliveryTables>()
    .selectFrom('design_screen')
    .innerJoin('screen_image', 'screen_image.sha256', 'design_screen.sha256')
    .select(['id', 'version', 'alt', 'added_by', 'added_at', 'media_type', 'width', 'height'])
    .select(sql<number>`octet_length(content)`.as('bytes'))
    .where('design_release_id', '=', release)
    .orderBy('id')
    .execute();
}

/** The image of a screen, where the actor sees its design release. Throws `not_found`. */
export async function imageOfScreen({ db, actor }: ReadContext, id: Id<'design_screen'>) {
  const row = await db
    .$extendTables<DeliveryTables>()
    .selectFrom('design_screen')
    .innerJoin('screen_image', 'screen_image.sha256', 'design_screen.sha256')
    .innerJoin('entity', 'entity.id', 'design_screen.design_release_id')
    .select(['media_type', 'content'])
    .where('design_screen.id', '=', id)
    .where(visible(actor))
    .executeTakeFirst();
  if (!row) throw notFound('design_screen');
  return row;
}
