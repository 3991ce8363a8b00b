import type { ImportChange } from '@throughline/contract';
import { loadEntity } from '../../platform/entities/entity.ts';
import type { ImportContext, ImportDocument } from '../../platform/import/importer.ts';
import { parseDocument } from '../../platform/import/parse-document.ts';
import { reconcile } from '../../platform/import/reconcile.ts';
import { changePerson } from './change-person.ts';
import { createPerson } from './create-person.ts';
import { changes, forRecord, importFields } from './import-fields.ts';
import { organisationFiles } from './organisation-files.ts';
import { idByKey, personContact } from './store.ts';

const file = 'people.yaml';

/** Loads `people.yaml`; who is left out has left. Throws `import.invalid`. */
export async function importPeople(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { people } = parseDocument(document, organisationFiles.people);
  const load = (id: Parameters<typeof personContact>[1]) =>
    loadEntity(context.tx, context.actor, { kind: 'person', id });
  return reconcile(context, {
    file,
    kind: 'person',
    records: people,
    titleOf: ({ name }) => name,
    present: (key) => idByKey(context.tx, 'person', key),
    create: (record) =>
      forRecord(file, record.key, async () => (await createPerson(context, record)).id),
    change: (id, record) =>
      forRecord(file, record.key, async () => {
        const entity = await load(id);
        const contact = await personContact(context, id);
        const after = {
          name: record.name,
          email: record.email ?? null,
          timeZone: record.timeZone ?? null,
          state: 'active' as const,
        };
        const before = { name: entity.title, ...contact, state: entity.state };
        const fields = importFields<Record<keyof typeof after, string | null>>(before, after);
        if (fields.length > 0) await changePerson(context, id, after);
        return changes(fields);
      }),
    end: async (id) => {
      const entity = await load(id);
      if (entity.state === 'left') return undefined;
      await changePerson(context, id, { state: 'left' });
      return entity.title;
    },
  });
}
