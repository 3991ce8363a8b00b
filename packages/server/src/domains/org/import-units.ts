import type { Id, ImportChange } from '@throughline/contract';
import type { ImportContext, ImportDocument } from '../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../platform/import/parse-document.ts';
import { reconcile } from '../../platform/import/reconcile.ts';
import { changeUnit } from './change-unit.ts';
import { closeUnit } from './close-unit.ts';
import { createUnit } from './create-unit.ts';
import { changes, forRecord, importFields, unitNamedIn } from './import-fields.ts';
import { moveUnit } from './move-unit.ts';
import { organisationFiles, type UnitRecord } from './organisation-files.ts';
import { holdsOn } from './rules.ts';
import { setUnitPeriod } from './set-unit-period.ts';
import { idByKey, loadUnit, parentsOf } from './store.ts';

const file = 'units.yaml';

/** The records with every parent before its children. Throws `import.invalid` for a circle. */
function parentsFirst(records: readonly UnitRecord[]): UnitRecord[] {
  const byKey = new Map(records.map((record) => [record.key, record]));
  const ordered = new Set<UnitRecord>();
  const place = (record: UnitRecord, below: readonly string[]) => {
    if (ordered.has(record)) return;
    if (below.includes(record.key)) {
      const message = `makes a circle: ${[...below, record.key].join(' under ')}`;
      throw invalidImport({ file, record: record.key, field: 'parent', message });
    }
    const parent = record.parent === undefined ? undefined : byKey.get(record.parent);
    if (parent) place(parent, [...below, record.key]);
    ordered.add(record);
  };
  for (const record of records) place(record, []);
  return [...ordered];
}

/** Loads `units.yaml`. Throws `import.invalid`. */
export async function importUnits(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { units } = parseDocument(document, organisationFiles.units);
  const tops = units.filter(({ parent }) => parent === undefined);
  if (tops.length !== 1 || tops[0]?.kind !== 'company') {
    const message = 'exactly one unit, of kind company, has no parent';
    throw invalidImport({ file, record: tops[1]?.key ?? '', field: 'parent', message });
  }
  const place = new Map(units.map(({ key }, index) => [key, index]));
  const parentOf = async (record: UnitRecord) =>
    record.parent === undefined
      ? undefined
      : unitNamedIn(context, file, record.key, 'parent', record.parent);

  return reconcile(context, {
    file,
    kind: 'unit',
    records: parentsFirst(units),
    titleOf: ({ name }) => name,
    present: (key) => idByKey(context.tx, 'unit', key),
    create: (record) =>
      forRecord(file, record.key, async () => {
        const unit = await createUnit(context, {
          key: record.key,
          name: record.name,
          level: record.kind,
          parent: await parentOf(record),
          shortName: record.shortName,
          purpose: record.purpose ?? '',
          responsibilities: record.responsibilities ?? [],
          since: record.since,
          until: record.until,
          position: place.get(record.key) ?? 0,
        });
        return unit.id;
      }),
    change: (id, record) =>
      forRecord(file, record.key, async () =>
        changes(
          await changeTo(context, id, record, place.get(record.key) ?? 0, await parentOf(record)),
        ),
      ),
    end: async (id) => {
      const unit = await loadUnit(context, id);
      const today = context.today.toString();
      if (unit.until !== null && unit.until <= today) return undefined;
      await forRecord(file, unit.key, () => closeUnit(context, id, today));
      return unit.title;
    },
  });
}

async function changeTo(
  context: ImportContext,
  id: Id<'unit'>,
  record: UnitRecord,
  position: number,
  parent: Id<'unit'> | undefined,
): Promise<string[]> {
  const unit = await loadUnit(context, id);
  const period = { since: record.since ?? null, until: record.until ?? null };
  const periodFields = importFields({ since: unit.since, until: unit.until }, period);
  if (periodFields.length > 0) await setUnitPeriod(context, id, period);

  const today = context.today.toString();
  const day = period.since !== null && today < period.since ? period.since : today;
  const parents = await parentsOf(context, id);
  const present = parents.find((one) => holdsOn(one, day))?.parent_id;
  const moves = parent !== undefined && present !== parent && holdsOn(period, day);
  if (moves) await moveUnit(context, id, { parent, on: day });

  const before = {
    name: unit.title,
    kind: unit.level,
    shortName: unit.shortName,
    purpose: unit.summary,
    responsibilities: [...unit.responsibilities],
    order: unit.position,
  };
  const fields = importFields(before, {
    name: record.name,
    kind: record.kind,
    shortName: record.shortName ?? null,
    purpose: record.purpose ?? '',
    responsibilities: record.responsibilities ?? [],
    order: position,
  });
  if (fields.length > 0) {
    await changeUnit(context, id, {
      name: record.name,
      level: record.kind,
      shortName: record.shortName ?? null,
      purpose: record.purpose ?? '',
      responsibilities: record.responsibilities ?? [],
      position,
    });
  }
  return [
    ...fields,
    ...(moves ? [`parent (to ${record.parent} from ${day})`] : []),
    ...periodFields,
  ];
}
