import { isDeepStrictEqual } from 'node:util';
import type { ImportChange } from '@throughline/contract';
import { z } from 'zod';
import type { Importer } from '../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../platform/import/parse-document.ts';
import { record } from '../../platform/ledger/record.ts';
import { readStandards, writeStandard, type DesignStandard } from './design-standard-store.ts';

const file = 'design-standards.yaml';
const key = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'lower-case letters, digits, . _ -');

const standardsFile = z.strictObject({
  standards: z.array(
    z.strictObject({
      key,
      title: z.string().trim().min(1).max(200),
      items: z
        .array(
          z.strictObject({
            key,
            text: z.string().trim().min(1).max(300),
            describes: z.string().trim().max(2000).default(''),
          }),
        )
        .min(1),
    }),
  ),
});

function standardsOf(groups: z.output<typeof standardsFile>['standards']): DesignStandard[] {
  return groups
    .flatMap((group) => group.items.map((item) => ({ group, item })))
    .map(({ group, item }, ordinal) => ({
      key: item.key,
      group_key: group.key,
      group_title: group.title,
      text: item.text,
      describes: item.describes,
      ordinal,
      ended: false,
    }));
}

/** Loads `design-standards.yaml`. A checklist that was made of a standard keeps its words. */
export const importDesignStandards: Importer = {
  files: [file],
  async apply(context, documents) {
    const [document] = documents;
    if (!document) return [];
    const written = standardsOf(parseDocument(document, standardsFile).standards);
    const known = new Map((await readStandards(context.tx)).map((one) => [one.key, one]));
    const seen = new Set<string>();
    const changes: ImportChange[] = [];
    for (const standard of written) {
      const { key: own, text: title } = standard;
      if (seen.has(own)) {
        throw invalidImport({ file, record: own, field: 'key', message: 'stands here twice' });
      }
      seen.add(own);
      const before = known.get(own);
      const what = before
        ? isDeepStrictEqual({ ...before }, standard)
          ? 'unchanged'
          : 'changed'
        : 'created';
      if (what !== 'unchanged') {
        await writeStandard(context.tx, standard);
        await record(context, { action: `design_standard.${what}`, after: { ...standard } });
      }
      const says = what === 'changed' ? 'changes the standard' : '';
      changes.push({ file, key: own, title, what, says });
    }
    for (const standard of known.values()) {
      if (seen.has(standard.key) || standard.ended) continue;
      await writeStandard(context.tx, { ...standard, ended: true });
      await record(context, { action: 'design_standard.ended', after: { key: standard.key } });
      const { key: own, text: title } = standard;
      changes.push({ file, key: own, title, what: 'ended', says: 'is no longer in the file' });
    }
    return changes;
  },
};
