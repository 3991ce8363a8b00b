import { z } from 'zod';
import { system } from '../../../platform/access/actor.ts';
import type { Importer } from '../../../platform/import/importer.ts';
import { parseDocument } from '../../../platform/import/parse-document.ts';
import { reconcile } from '../../../platform/import/reconcile.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { changeEnvironment } from './change-environment.ts';
import { createEnvironment } from './create-environment.ts';
import { environmentByKey, loadEnvironment } from './store.ts';

const file = 'environments.yaml';

const stage = z.enum(['development', 'testing', 'deployment']);
const environmentsFile = z.strictObject({
  releaseProcess: z
    .strictObject({
      stages: z.array(stage),
      practices: z.array(z.strictObject({ key: z.string(), name: z.string() })),
    })
    .optional(),
  environments: z.array(
    z.strictObject({
      key: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/),
      name: z.string().min(1).max(200),
      stage,
      production: z.boolean(),
    }),
  ),
});

/** Loads environments.yaml: the environments, in the order in which a change reaches them. */
export const importEnvironments: Importer = {
  files: [file],
  async apply(context, documents) {
    const changes = [];
    for (const document of documents) {
      const { environments } = parseDocument(document, environmentsFile);
      const places = new Map(environments.map(({ key }, position) => [key, position]));
      changes.push(
        ...(await reconcile(context, {
          file,
          kind: 'environment',
          records: environments,
          titleOf: ({ name }) => name,
          present: (key) => environmentByKey(context.tx, key),
          create: async ({ key, name, stage, production }) => {
            const position = places.get(key) ?? 0;
            const made = { key, title: name, stage, production, position };
            return (await createEnvironment(context, made)).id;
          },
          change: async (id, wanted) => {
            const row = await loadEnvironment(context.tx, id);
            const entity = await loadEntity(context.tx, system('import'), {
              kind: 'environment',
              id,
            });
            const position = places.get(wanted.key) ?? 0;
            const differs = {
              ...(entity.title === wanted.name ? {} : { title: wanted.name }),
              ...(row.stage === wanted.stage ? {} : { stage: wanted.stage }),
              ...(row.production === wanted.production ? {} : { production: wanted.production }),
              ...(row.position === position ? {} : { position }),
            };
            const names = Object.keys(differs);
            if (entity.state === 'ended') {
              const ref = { kind: 'environment', id } as const;
              await changeEntity(context, ref, { action: 'environment.reopened', state: 'open' });
              names.push('state');
            }
            if (Object.keys(differs).length > 0) await changeEnvironment(context, id, differs);
            return names.length > 0 ? `${names.join(', ')} changed` : '';
          },
          end: async (id) => {
            const ref = { kind: 'environment', id } as const;
            const entity = await loadEntity(context.tx, system('import'), ref);
            if (entity.state === 'ended') return undefined;
            await changeEntity(context, ref, { action: 'environment.ended', state: 'ended' });
            return entity.title;
          },
        })),
      );
    }
    return changes;
  },
};
