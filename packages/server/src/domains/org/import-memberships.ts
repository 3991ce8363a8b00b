import { toReference, type ImportChange } from '@throughline/contract';
import { record as recordFact } from '../../platform/ledger/record.ts';
import type { ImportContext, ImportDocument } from '../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../platform/import/parse-document.ts';
import { createMembership } from './create-membership.ts';
import { endMembership } from './end-membership.ts';
import { holderNamedIn, unitNamedIn } from './import-fields.ts';
import { importPeriods } from './import-periods.ts';
import { organisationFiles } from './organisation-files.ts';
import { checkWithin, periodOf } from './rules.ts';
import { loadUnit, membershipsByKey, refusingOverlap } from './store.ts';
import type { OrgTables } from './tables.ts';

const file = 'memberships.yaml';

/** Loads `memberships.yaml`. Throws `import.invalid`. */
export async function importMemberships(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { memberships } = parseDocument(document, organisationFiles.memberships);
  const org = context.tx.$extendTables<OrgTables>();
  return importPeriods(context, {
    file,
    records: memberships,
    known: await membershipsByKey(context),
    titleOf: ({ person, unit }) => `${person} in ${unit}`,
    titleIn: ({ key }) => key,
    fieldsOf: async (record) => {
      const unit = await unitNamedIn(context, file, record.key, 'unit', record.unit);
      const person = await holderNamedIn(context, file, record.key, record.person);
      if (person === null) {
        throw invalidImport({
          file,
          record: record.key,
          field: 'person',
          message: 'nobody is a member',
        });
      }
      return {
        person,
        unit,
        title: record.title ?? '',
        ...checkWithin(periodOf(record), await loadUnit(context, unit)),
      };
    },
    fieldsIn: (row) => ({
      person: row.person_id,
      unit: row.unit_id,
      title: row.title,
      since: row.since,
      until: row.until,
    }),
    create: async (key, { since, until, ...fields }) => {
      await createMembership(context, {
        key,
        ...fields,
        since: since ?? undefined,
        until: until ?? undefined,
        imported: true,
      });
    },
    replace: async (row, { unit, person, ...rest }) => {
      await refusingOverlap('overlaps another membership of this person in this unit', () =>
        org
          .updateTable('membership')
          .set({ unit_id: unit, person_id: person, ...rest })
          .where('id', '=', row.id)
          .execute(),
      );
      await recordFact(context, {
        action: 'membership.changed',
        entity: { kind: 'person', id: person },
        after: {
          membership: toReference('membership', row.id),
          unit: toReference('unit', unit),
          ...rest,
        },
      });
    },
    adopt: async (row) => {
      await org
        .updateTable('membership')
        .set({ imported: true })
        .where('id', '=', row.id)
        .execute();
    },
    end: (row, on) => endMembership(context, row.id, on),
  });
}
