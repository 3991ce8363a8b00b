import { createHash } from 'node:crypto';
import {
  parseReference,
  toReference,
  isEntityKind,
  type AssembledSection,
  type EntityKind,
  type EntityRef,
  type PackContent,
} from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { link } from '../../../platform/entities/link.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import type { Review } from '../review/review-store.ts';
import type { RhythmTables } from '../tables.ts';
import { audience } from './audience.ts';
import { canonicalJson } from './canonical-json.ts';

/** A pack as it was kept. */
export interface KeptPack {
  readonly revision: number;
  readonly sha256: string;
}

/** Kinds that a review is said to discuss when they stand behind a figure of its pack. */
const discussed: ReadonlySet<EntityKind> = new Set([
  'priority',
  'objective',
  'key_result',
  'initiative',
  'finding',
  'feature',
  'design_release',
  'flag',
  'launch',
  'notification',
  'feedback',
  'incident',
]);
const mostDiscussed = 200;

/** Keeps a pack for good: canonical JSON, its SHA-256, and links to what it discusses. */
export async function keepPack(
  context: WriteContext,
  review: Review,
  sections: readonly AssembledSection[],
  input: { revision: number; reason: string },
): Promise<KeptPack> {
  const { tx, actor, now } = context;
  const cadence = await loadCadence(tx, actor, review.cadence);
  const template = await templateOfReview(tx, review.id);
  const content: PackContent = {
    format: 1,
    review: toReference('review', review.id),
    title: review.title,
    cycle: cadence.cycle.title,
    cadence: toReference('cadence', cadence.id),
    unit: cadence.unit.title,
    startsAt: review.startsAt.toString({ fractionalSecondDigits: 3 }),
    revision: input.revision,
    reason: input.reason,
    frozenAt: now.toString({ fractionalSecondDigits: 3 }),
    template: { cycle: toReference('cycle', template.cycle), version: template.version },
    audience: audience.name,
    sections: [...sections],
  };
  const text = canonicalJson(content);
  const sha256 = createHash('sha256').update(text).digest();
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('pack')
    .values({
      id: newId('pack'),
      review_id: review.id,
      revision: input.revision,
      reason: input.reason,
      content: text,
      sha256,
      frozen_at: toDate(now),
      frozen_by: actor.name,
    })
    .execute();
  for (const ref of behindFigures(sections)) await link(context, review, 'discusses', ref);
  return { revision: input.revision, sha256: sha256.toString('hex') };
}

function behindFigures(sections: readonly AssembledSection[]): EntityRef[] {
  const found = new Map<string, EntityRef>();
  for (const { result } of sections) {
    for (const { kind, ref } of (result?.figures ?? []).flatMap(({ records }) => records)) {
      const id = parseReference(ref)?.id;
      if (!id || !isEntityKind(kind) || !discussed.has(kind)) continue;
      if (found.size < mostDiscussed) found.set(id, { kind, id: id as EntityRef['id'] });
    }
  }
  return [...found.values()];
}
