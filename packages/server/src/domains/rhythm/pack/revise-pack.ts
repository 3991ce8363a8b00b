import type { AssembledSection, Id } from '@throughline/contract';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { mayRunReview } from '../policy.ts';
import { loadReview } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import { assemblePack, type RunInsight } from './assemble-pack.ts';
import { canonicalJson } from './canonical-json.ts';
import { keepPack, type KeptPack } from './keep-pack.ts';
import { loadPack } from './pack-store.ts';

/** Assembles a frozen pack again because data came late; the earlier revisions are kept. */
export async function revisePack(
  context: WriteContext,
  run: RunInsight,
  id: Id<'review'>,
  input: { reason: string },
): Promise<KeptPack & { entityRevision: number }> {
  const { tx, actor } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'revise');
  const before = await loadPack(tx, id);
  const sections = await assemblePack(reading(context), run, review);
  if (before && timeless(before.content.sections) === timeless(sections)) {
    throw problem('rhythm.nothing_new', `Revision ${before.revision} says all of this already.`);
  }
  const revision = (before?.revision ?? 0) + 1;
  const pack = await keepPack(context, review, sections, { revision, ...input });
  const entityRevision = await changeEntity(context, review, {
    action: 'review.revised',
    after: { pack: pack.revision, sha256: pack.sha256, reason: input.reason },
  });
  return { ...pack, entityRevision };
}

/** Sections without when each figure was asked for: that alone is nothing new. */
function timeless(sections: readonly AssembledSection[]): string {
  return canonicalJson(
    sections.map(({ result, ...section }) => ({
      ...section,
      result: result && {
        ...result,
        figures: result.figures.map((figure) => ({ ...figure, asOf: null })),
      },
    })),
  );
}
