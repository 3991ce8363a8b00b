import type { EntityKind } from '@throughline/contract';
import { kindTable } from '@throughline/contract/operation-table';

const kinds = Object.entries(kindTable) as [EntityKind, (typeof kindTable)[EntityKind]][];
const byPrefix = new Map(kinds.map(([kind, [prefix]]) => [prefix, kind]));

/** The kind that a reference names, or undefined. */
export function kindOfReference(reference: string): EntityKind | undefined {
  return byPrefix.get(reference.slice(0, 3));
}

/** The page of an entity: `/initiatives/ini_…`. */
export function entityAddress(reference: string): string {
  const kind = kindOfReference(reference);
  return kind ? `/${kindTable[kind][2]}/${reference}` : '/';
}

/** A kind in words: `key_result` → `key result`, `slo` → `SLO`. */
export function kindWords(kind: string): string {
  return kind === 'slo' ? 'SLO' : kind.replaceAll('_', ' ');
}

/** The domain that owns a kind. */
export function domainOfKind(kind: EntityKind): string {
  return kindTable[kind][1];
}
