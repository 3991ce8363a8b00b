import { writeFileSync } from 'node:fs';
import { entityKinds } from './kinds.ts';
import { allOperations } from './operations.ts';
import { relations } from './relations.ts';

/** The text of `operation-table.ts`: what a client needs of each operation without zod. */
export function operationTable(): string {
  const rows = allOperations()
    .map(({ id, operation }) => `  '${id}': ['${operation.method}', '${operation.path}'],`)
    .join('\n');
  const kinds = Object.entries(entityKinds)
    .map(
      ([kind, { prefix, domain, plural }]) => `  ${kind}: ['${prefix}', '${domain}', '${plural}'],`,
    )
    .join('\n');
  const named = Object.entries(relations)
    .map(
      ([name, { reads, from, to }]) =>
        `  ['${name}', '${reads}', ${JSON.stringify(from)}, ${JSON.stringify(to)}],`,
    )
    .join('\n');
  return `// Written by generate-operation-table.ts from the contract: don't edit.
import type { EntityKind } from './kinds.ts';
import type { OperationId } from './operations.ts';
import type { RelationName } from './relations.ts';

/** Method and path of every operation. */
export const operationTable: Readonly<Record<OperationId, readonly [method: string, path: string]>> = {
${rows}
};

/** Prefix of its references, domain, and plural as it stands in addresses, of every entity kind. */
export const kindTable: Readonly<
  Record<EntityKind, readonly [prefix: string, domain: string, plural: string]>
> = {
${kinds}
};

/** Every relation: its name, how it reads, which kinds it joins to which. */
export const relationTable: readonly (readonly [
  name: RelationName,
  reads: string,
  from: readonly EntityKind[],
  to: readonly EntityKind[],
])[] = [
${named}
];
`;
}

if (import.meta.main) {
  writeFileSync(new URL('operation-table.ts', import.meta.url), operationTable());
}
