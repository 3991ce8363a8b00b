import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import type { RawAnswer } from '../../../platform/http/route.ts';
import { problem } from '../../../platform/problem.ts';
import { packMarkdown } from '../export/pack-markdown.ts';
import type { PackToExport } from '../export/pack-to-export.ts';
import { loadReview } from '../review/review-store.ts';
import { assemblePack, type RunInsight } from './assemble-pack.ts';
import { packDifference } from './pack-difference.ts';
import { loadPack, packBefore, type Pack } from './pack-store.ts';

type PackView = OutputOf<OperationOf<'rhythm.getPack'>>;

async function requirePack(
  { db, actor }: ReadContext,
  id: Id<'review'>,
  revision: number | undefined,
): Promise<Pack> {
  await loadReview(db, actor, id);
  const pack = await loadPack(db, id, revision);
  if (!pack)
    throw problem('not_found', 'There is no such pack: it isn’t frozen yet, or never was.');
  return pack;
}

/** A frozen pack, with what changed since the revision or the review before. */
export async function packView(
  context: ReadContext,
  id: Id<'review'>,
  revision: number | undefined,
): Promise<PackView> {
  const { db, actor } = context;
  const pack = await requirePack(context, id, revision);
  const review = await loadReview(db, actor, id);
  const before =
    pack.revision > 1
      ? await loadPack(db, id, pack.revision - 1)
      : await packBefore(db, review.cadence, pack);
  return {
    ref: toReference('pack', pack.id),
    revision: pack.revision,
    reason: pack.reason,
    sha256: pack.sha256,
    frozenAt: pack.frozenAt,
    frozenBy: pack.frozenBy,
    content: pack.content,
    difference: before
      ? {
          against: {
            title: before.content.title,
            review: toReference('review', before.review),
            revision: before.revision,
          },
          ...packDifference(before.content, pack.content),
        }
      : null,
  };
}

/** The bytes that a pack's hash is of. */
export async function packBytes(
  context: ReadContext,
  id: Id<'review'>,
  revision: number | undefined,
): Promise<RawAnswer> {
  const { text, sha256 } = await requirePack(context, id, revision);
  return { body: text, headers: { etag: `"${sha256}"`, 'x-content-sha256': sha256 } };
}

/** Writers of a pack, by the ending of their file. The heavy ones are loaded when first asked for. */
const writers: Readonly<
  Record<'md' | 'pdf' | 'pptx', (pack: PackToExport) => Promise<string | Buffer>>
> = {
  md: async (pack) => packMarkdown(pack),
  pdf: async (pack) => (await import('../export/pack-pdf.ts')).packPdf(pack),
  pptx: async (pack) => (await import('../export/pack-pptx.ts')).packPptx(pack),
};

/** A frozen pack as a file. What it holds is of the freeze: nothing is read again. */
export async function packFile(
  context: ReadContext,
  ending: keyof typeof writers,
  id: Id<'review'>,
  revision: number | undefined,
): Promise<RawAnswer> {
  const pack = await packView(context, id, revision);
  const name = `pack-${pack.content.review}-${pack.revision}.${ending}`;
  return {
    body: await writers[ending](pack),
    headers: {
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-sha256': pack.sha256,
    },
  };
}

/** The sections as a freeze would assemble them now. */
export async function packPreview(context: ReadContext, run: RunInsight, id: Id<'review'>) {
  const review = await loadReview(context.db, context.actor, id);
  return {
    asOf: context.now.toString({ fractionalSecondDigits: 3 }),
    sections: await assemblePack(context, run, review),
  };
}
