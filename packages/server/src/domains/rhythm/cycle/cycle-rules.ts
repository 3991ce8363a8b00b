import type { ImportWarning } from '@throughline/contract';
import { z } from 'zod';
import type { ImportDocument } from '../../../platform/import/importer.ts';
import { parseDocument } from '../../../platform/import/parse-document.ts';
import { cycleFields } from './cycle-fields.ts';

/** What the domains of this installation offer. */
export interface Offers {
  readonly offersInsight: (key: string) => boolean;
  readonly offersEffect: (key: string) => boolean;
  /** What happens on a day in any domain. */
  readonly occasions: readonly { readonly event: string }[];
}

const eventRule = z.object({ anchor: z.object({ at: z.literal('event'), event: z.string() }) });

/** What `cycles.yaml` holds. */
export const cyclesFile = z.strictObject({ cycles: z.array(cycleFields) });

/** The event that a rule counts its dates from, if it does. */
function eventOf(rule: unknown): string | undefined {
  return eventRule.safeParse(rule).data?.anchor.event;
}

/** The insights, effects and occasions that cycles ask for and no domain offers. */
export function unknownInCycles(document: ImportDocument, offers: Offers): ImportWarning[] {
  const { cycles } = parseDocument(document, cyclesFile);
  return cycles.flatMap(({ key, rule, sessions, pack, outputs }) => {
    const warning = (field: string, says: string) => ({ file: document.file, key, field, says });
    const sections = [pack, ...sessions.map((session) => session.pack)]
      .flat()
      .filter(({ insight }) => !offers.offersInsight(insight))
      .map((section) =>
        warning(
          `pack.${section.key}`,
          `No domain offers the insight “${section.insight}”: packs will show “${section.title}” as missing.`,
        ),
      );
    const leftBehind = [outputs, ...sessions.map((session) => session.outputs)].flat();
    const effects = leftBehind.flatMap((output) =>
      output.effect === undefined || offers.offersEffect(output.effect)
        ? []
        : [
            warning(
              `outputs.${output.key}`,
              `No domain offers the effect “${output.effect}”: “${output.title}” is decided without one.`,
            ),
          ],
    );
    const events = [rule, ...sessions.map((session) => session.rule)].flatMap((one) => {
      const event = eventOf(one);
      if (event === undefined || offers.occasions.some((offered) => offered.event === event)) {
        return [];
      }
      return [
        warning('rule', `No domain says when “${event}” happens: nothing is held by itself.`),
      ];
    });
    return [...sections, ...effects, ...events];
  });
}
