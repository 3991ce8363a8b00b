import { parseReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { DomainError, problem } from '../../../platform/problem.ts';
import { loadReview } from '../review/review-store.ts';
import type { RunInsight } from './assemble-pack.ts';
import { audience } from './audience.ts';
import { loadPack } from './pack-store.ts';

type ThenAndNow = OutputOf<OperationOf<'rhythm.thenAndNow'>>;

/**
 * A figure of a frozen pack beside what the same insight says now, asked with the same parameters as
 * the same audience; and the records behind both, as they were at the freeze and as they are.
 */
export async function thenAndNow(
  context: ReadContext,
  run: RunInsight,
  id: Id<'review'>,
  query: { section: string; figure: string; revision?: number | undefined },
): Promise<ThenAndNow> {
  const { db, actor, now } = context;
  await loadReview(db, actor, id);
  const pack = await loadPack(db, id, query.revision);
  const section = pack?.content.sections.find(({ key }) => key === query.section);
  const figure = section?.result?.figures.find(({ key }) => key === query.figure);
  if (!pack || !section || !figure) {
    throw problem('not_found', 'There is no such figure in a pack of this review.');
  }
  const today = await askAgain(run, { db, now, actor: audience }, section);
  const present = 'figures' in today ? today.figures.find(({ key }) => key === figure.key) : null;
  const before = new Map(figure.records.map((record) => [record.ref as string, record]));
  const after = new Map((present?.records ?? []).map((record) => [record.ref as string, record]));
  const refs = [...new Set([...before.keys(), ...after.keys()])];
  const seen = await loadSummaries(
    db,
    actor,
    refs.flatMap((ref) => parseReference(ref)?.id ?? []),
  );
  const standing = (ref: string) => seen.get(parseReference(ref)?.id ?? '');
  return {
    section: section.title,
    label: figure.label,
    unit: figure.unit,
    atFreeze: { at: pack.frozenAt, value: figure.value, asOf: figure.asOf, stale: figure.stale },
    now: present ? { value: present.value, asOf: present.asOf, stale: present.stale } : null,
    missing: 'missing' in today ? today.missing : '',
    records: refs.flatMap((ref): ThenAndNow['records'] => {
      const was = before.get(ref) ?? null;
      const is = standing(ref) ?? null;
      const shown = was ?? is;
      if (!shown) return [];
      return [
        {
          ref: shown.ref,
          atFreeze: was && { title: was.title, state: was.state },
          now: is && { title: is.title, state: is.state },
          behind: !was ? 'now' : after.has(ref) ? 'both' : 'freeze',
        },
      ];
    }),
  };
}

async function askAgain(
  run: RunInsight,
  context: ReadContext,
  section: { insight: string; parameters: Record<string, unknown> },
) {
  try {
    return await run(context, section.insight, section.parameters);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { missing: error.message };
  }
}
