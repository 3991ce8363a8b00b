import type { ImportChange } from '@throughline/contract';
import type { Importer } from '../../platform/import/importer.ts';
import { importCadences } from './cadence/import-cadences.ts';
import { unknownInCycles, type Offers } from './cycle/cycle-rules.ts';
import { importCycles } from './cycle/import-cycles.ts';

/** Loads cycles and cadences of an organisation's folder, and says which insights nobody offers. */
export function importRhythm(offers: Offers): Importer {
  return {
    files: ['cycles.yaml', 'cadences.yaml'],
    async apply(context, documents) {
      const changes: ImportChange[] = [];
      for (const document of documents) {
        const load = document.file === 'cycles.yaml' ? importCycles : importCadences;
        changes.push(...(await load(context, document)));
      }
      return changes;
    },
    warnings: (documents) =>
      documents
        .filter(({ file }) => file === 'cycles.yaml')
        .flatMap((document) => unknownInCycles(document, offers)),
  };
}
