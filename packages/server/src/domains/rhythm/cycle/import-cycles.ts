import type { Id, ImportChange } from '@throughline/contract';
import { changeEntity, createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { ImportContext, ImportDocument } from '../../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../../platform/import/parse-document.ts';
import { reconcile } from '../../../platform/import/reconcile.ts';
import type { RhythmTables } from '../tables.ts';
import { canonicalJson } from '../pack/canonical-json.ts';
import { missingParties } from './missing-parties.ts';
import type { CycleFields } from './cycle-fields.ts';
import { cyclesFile } from './cycle-rules.ts';
import { cycleColumns, keepVersion, templateColumns } from './cycle-store.ts';
import { sessionFaults } from './session-faults.ts';

const file = 'cycles.yaml';

/** Loads `cycles.yaml`. Throws `import.invalid`. */
export async function importCycles(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { cycles } = parseDocument(document, cyclesFile);
  for (const cycle of cycles) await checkParties(context, cycle);
  checkCarries(cycles);
  return reconcile(context, {
    file,
    kind: 'cycle',
    records: cycles,
    titleOf: ({ title }) => title,
    create: (cycle) => createCycle(context, cycle),
    change: (id, cycle) => changeCycle(context, id, cycle),
    end: async (id) => {
      const entity = await loadEntity(context.tx, context.actor, { kind: 'cycle', id });
      if (entity.state === 'archived') return undefined;
      await changeEntity(context, entity, { action: 'cycle.archived', state: 'archived' });
      return entity.title;
    },
  });
}

/** Every post and unit that a cycle names must be there. */
async function checkParties({ tx }: ImportContext, cycle: CycleFields): Promise<void> {
  const { key: record, ...template } = cycle;
  const [fault] = await missingParties(tx, template);
  if (fault) throw invalidImport({ file, record, ...fault });
}

function checkCarries(cycles: readonly CycleFields[]): void {
  const keys = new Set(cycles.map(({ key }) => key));
  for (const cycle of cycles) {
    for (const { carriesTo } of [cycle, ...cycle.sessions].flatMap(({ outputs }) => outputs)) {
      if (carriesTo === undefined || keys.has(carriesTo)) continue;
      const message = `“${carriesTo}” is no cycle`;
      throw invalidImport({ file, record: cycle.key, field: 'outputs', message });
    }
  }
}

async function createCycle(context: ImportContext, cycle: CycleFields): Promise<Id<'cycle'>> {
  const { key, ...template } = cycle;
  const { title, purpose, ...after } = template;
  const { id } = await createEntity(context, {
    kind: 'cycle',
    title,
    summary: purpose,
    state: 'active',
    after,
  });
  await context.tx
    .$extendTables<RhythmTables>()
    .insertInto('cycle')
    .values({ id, key, ...templateColumns(template) })
    .execute();
  await keepVersion(context, id, template);
  return id;
}

async function changeCycle(
  context: ImportContext,
  id: Id<'cycle'>,
  cycle: CycleFields,
): Promise<string> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'cycle', id }, { lock: true });
  const present = await cycleColumns(tx, id);
  const { key: _, ...template } = cycle;
  const wanted = templateColumns(template);
  const differing = Object.entries(wanted)
    .filter(([name, value]) => {
      const before = present[name as keyof typeof wanted];
      // jsonb orders keys its own way: both sides are compared in one order.
      return (
        canonicalJson(before) !==
        (isJson(name) ? canonicalJson(JSON.parse(String(value))) : canonicalJson(value))
      );
    })
    .map(([name]) => name.replaceAll('_', ' '));
  const named = [
    ...(entity.title === cycle.title ? [] : ['title']),
    ...(entity.summary === cycle.purpose ? [] : ['purpose']),
    ...(entity.state === 'active' ? [] : ['state']),
    ...differing,
  ];
  if (named.length === 0) return '';
  const [fault] = await sessionFaults(tx, actor, id, template, context.today.toString());
  if (fault) throw invalidImport({ file, record: cycle.key, ...fault });
  const { title, purpose, ...after } = template;
  await changeEntity(context, entity, { title, summary: purpose, state: 'active', after });
  await keepVersion(context, id, template);
  return `${named.join(', ')} changed`;
}

const scalars = new Set([
  'short_title',
  'occurrence_titles',
  'pre_read_business_days',
  'duration_minutes',
]);
const isJson = (column: string) => !scalars.has(column);
