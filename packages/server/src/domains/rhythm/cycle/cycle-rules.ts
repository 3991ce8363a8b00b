import type { ImportWarning } from '@throughline/contract';
import { z } from 'zod';
import type { ImportDocument } from '../../../platform/import/importer.ts';
import { parseDocument } from '../../../platform/import/parse-document.ts';
import { cycleFields } from './cycle-fields.ts';

/** What the domains of this installation offer. */
export interface Offers {
  readonly offersInsight: (key: string) => boolean;
  readonly offersEffect: (key: string) => boolean;
}

/** What `cycles.yaml` holds. */
export const cyclesFile = z.strictObject({ cycles: z.array(cycleFields) });

/** The insights and effects that cycles ask for and no domain offers: their sections stay empty. */
export function unknownInCycles(document: ImportDocument, offers: Offers): ImportWarning[] {
  const { cycles } = parseDocument(document, cyclesFile);
  return cycles.flatMap(({ key, pack, outputs }) => {
    const warning = (field: string, says: string) => ({ file: document.file, key, field, says });
    const sections = pack
      .filter(({ insight }) => !offers.offersInsight(insight))
      .map((section) =>
        warning(
          `pack.${section.key}`,
          `No domain offers the insight “${section.insight}”: packs will show “${section.title}” as missing.`,
        ),
      );
    const effects = outputs.flatMap((output) =>
      output.effect === undefined || offers.offersEffect(output.effect)
        ? []
        : [
            warning(
              `outputs.${output.key}`,
              `No domain offers the effect “${output.effect}”: “${output.title}” is decided without one.`,
            ),
          ],
    );
    return [...sections, ...effects];
  });
}
