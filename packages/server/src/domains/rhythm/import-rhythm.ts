import type { ImportChange } from '@throughline/contract';
import type { Importer } from '../../platform/import/importer.ts';
import { importCadences } from './cadence/import-cadences.ts';
import { importCycles } from './cycle/import-cycles.ts';

/** Loads cycles and cadences of an organisation's folder. */
export const importRhythm: Importer = {
  files: ['cycles.yaml', 'cadences.yaml'],
  async apply(context, documents) {
    const changes: ImportChange[] = [];
    for (const document of documents) {
      const load = document.file === 'cycles.yaml' ? importCycles : importCadences;
      changes.push(...(await load(context, document)));
    }
    return changes;
  },
};
