import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { successRate } from './evidence-rules.ts';
import { evidenceOf } from './evidence-store.ts';
import { screensOf } from './screen-store.ts';

type Detail = OutputOf<OperationOf<'delivery.getDesignRelease'>>;

/** The rows of the present version first, else as they came. */
function presentFirst<T extends { version: string }>(rows: readonly T[], version: string): T[] {
  const present = rows.filter((row) => row.version === version);
  return [...present, ...rows.filter((row) => row.version !== version).toReversed()];
}

/** What a design release that the actor sees brings to its review besides the checklist. */
export async function designEvidence(
  db: Db,
  release: Id<'design_release'>,
  version: string,
): Promise<Pick<Detail, 'screens' | 'evidence'>> {
  const screens = presentFirst(await screensOf(db, release), version);
  const evidence = presentFirst(await evidenceOf(db, release), version);
  return {
    screens: screens.map((row) => ({
      ref: toReference('design_screen', row.id),
      alt: row.alt,
      version: row.version,
      mediaType: row.media_type,
      width: row.width,
      height: row.height,
      bytes: row.bytes,
      addedBy: row.added_by,
      addedAt: row.added_at.toISOString(),
    })),
    evidence: evidence.map((row) => ({
      ref: toReference('usability_evidence', row.id),
      version: row.version,
      study: row.study,
      task: row.task,
      heldOn: row.held_on,
      participants: row.participants,
      succeeded: row.succeeded,
      url: row.url,
      findings: row.findings,
      ...successRate(row.succeeded, row.participants),
    })),
  };
}
