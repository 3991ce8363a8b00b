import type { ImportChange } from '@throughline/contract';
import { loadEntity } from '../../platform/entities/entity.ts';
import type { ImportContext, ImportDocument } from '../../platform/import/importer.ts';
import { parseDocument } from '../../platform/import/parse-document.ts';
import { reconcile } from '../../platform/import/reconcile.ts';
import { changePrinciple } from './change-principle.ts';
import { createPrinciple } from './create-principle.ts';
import { changes, forRecord, importFields, unitNamedIn } from './import-fields.ts';
import { organisationFiles } from './organisation-files.ts';
import { idByKey, principlePeriod } from './store.ts';

const file = 'principles.yaml';

/** Loads `principles.yaml`; what is left out no longer holds from today. Throws `import.invalid`. */
export async function importPrinciples(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { principles } = parseDocument(document, organisationFiles.principles);
  const today = context.today.toString();
  return reconcile(context, {
    file,
    kind: 'principle',
    records: principles,
    titleOf: ({ statement }) => statement,
    present: (key) => idByKey(context.tx, 'principle', key),
    create: (record) =>
      forRecord(file, record.key, async () => {
        const owner = await unitNamedIn(context, file, record.key, 'owner', record.owner);
        return (await createPrinciple(context, { ...record, owner })).id;
      }),
    change: (id, record) =>
      forRecord(file, record.key, async () => {
        const entity = await loadEntity(context.tx, context.actor, { kind: 'principle', id });
        const owner = await unitNamedIn(context, file, record.key, 'owner', record.owner);
        const before = {
          statement: entity.title,
          owner: entity.ownerUnit,
          ...(await principlePeriod(context, id)),
        };
        const after = {
          statement: record.statement,
          owner,
          since: record.since ?? null,
          until: record.until ?? null,
        };
        const fields = importFields<typeof before>(before, after);
        if (fields.length > 0) await changePrinciple(context, id, after);
        return changes(fields);
      }),
    end: async (id) => {
      const { since, until } = await principlePeriod(context, id);
      if (until !== null && until <= today) return undefined;
      // One that was to begin only later ends on its first possible day.
      const on =
        since !== null && since >= today
          ? Temporal.PlainDate.from(since).add({ days: 1 }).toString()
          : today;
      if (until === on) return undefined;
      await changePrinciple(context, id, { until: on });
      return (await loadEntity(context.tx, context.actor, { kind: 'principle', id })).title;
    },
  });
}
