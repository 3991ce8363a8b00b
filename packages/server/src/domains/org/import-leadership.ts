import { toReference, type ImportChange } from '@throughline/contract';
import { record as recordFact } from '../../platform/ledger/record.ts';
import type { ImportContext, ImportDocument } from '../../platform/import/importer.ts';
import { parseDocument } from '../../platform/import/parse-document.ts';
import { createLeadership } from './create-leadership.ts';
import { endLeadership } from './end-leadership.ts';
import { holderNamedIn, unitNamedIn } from './import-fields.ts';
import { importPeriods } from './import-periods.ts';
import { organisationFiles } from './organisation-files.ts';
import { checkWithin, periodOf } from './rules.ts';
import { leadershipsByKey, loadUnit, refusingOverlap } from './store.ts';
import type { OrgTables } from './tables.ts';

const file = 'leadership.yaml';

/** Loads `leadership.yaml`. Throws `import.invalid`. */
export async function importLeadership(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { leadership } = parseDocument(document, organisationFiles.leadership);
  const org = context.tx.$extendTables<OrgTables>();
  return importPeriods(context, {
    file,
    records: leadership,
    known: await leadershipsByKey(context),
    titleOf: ({ title }) => title,
    titleIn: ({ title }) => title,
    fieldsOf: async (record) => {
      const unit = await unitNamedIn(context, file, record.key, 'unit', record.unit);
      return {
        unit,
        title: record.title,
        head: record.head ?? false,
        person: await holderNamedIn(context, file, record.key, record.person),
        ...checkWithin(periodOf(record), await loadUnit(context, unit)),
      };
    },
    fieldsIn: (row) => ({
      unit: row.unit_id,
      title: row.title,
      head: row.head,
      person: row.person_id,
      since: row.since,
      until: row.until,
    }),
    create: async (key, { since, until, ...fields }) => {
      await createLeadership(context, {
        key,
        ...fields,
        since: since ?? undefined,
        until: until ?? undefined,
        imported: true,
      });
    },
    replace: async (row, fields) => {
      const { unit, person, ...rest } = fields;
      await refusingOverlap('overlaps another record of this post, or another head', () =>
        org
          .updateTable('leadership')
          .set({ unit_id: unit, person_id: person, ...rest })
          .where('id', '=', row.id)
          .execute(),
      );
      await recordFact(context, {
        action: 'leadership.changed',
        entity: { kind: 'unit', id: unit },
        after: {
          leadership: toReference('leadership', row.id),
          person: person ? toReference('person', person) : null,
          ...rest,
        },
      });
    },
    adopt: async (row) => {
      await org
        .updateTable('leadership')
        .set({ imported: true })
        .where('id', '=', row.id)
        .execute();
    },
    end: (row, on) => endLeadership(context, row.id, on),
  });
}
