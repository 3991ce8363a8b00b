import type { EntityRef, Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';

/** Makes the launches that something supports the given ones; without a list they stay. */
export async function setSupports(
  context: WriteContext,
  ref: EntityRef<'competitor' | 'price' | 'campaign'>,
  launches: readonly Id<'launch'>[] | undefined,
): Promise<void> {
  if (!launches) return;
  const wanted = launches.map((id) => ({ entity: { kind: 'launch' as const, id } }));
  await replaceLinks(context, ref, 'supports', ['launch'], wanted);
}
