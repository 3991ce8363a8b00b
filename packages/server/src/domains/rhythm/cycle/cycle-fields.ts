import { parseRule } from '@throughline/cadence';
import { cycleTemplate, type CycleTemplate } from '@throughline/contract';
import { z } from 'zod';

/** One thing that is wrong with a template, by the field that it is in. */
export interface TemplateFault {
  readonly field: string;
  readonly message: string;
}

/** What is wrong with a template whose fields are well formed: how they go together. */
export function templateFaults(template: CycleTemplate): TemplateFault[] {
  const { agenda, pack, durationMinutes, rule, occurrenceTitles } = template;
  const faults: TemplateFault[] = [];
  const say = (field: string, message: string) => faults.push({ field, message });
  const minutes = agenda.reduce((sum, point) => sum + point.minutes, 0);
  if (minutes !== durationMinutes) {
    say('durationMinutes', `is ${durationMinutes}, but the agenda takes ${minutes} minutes`);
  }
  const sections = new Set(pack.map((section) => section.key));
  if (sections.size < pack.length) say('pack', 'two sections have one key');
  for (const named of agenda.flatMap((point) => point.sections)) {
    if (!sections.has(named)) say('agenda', `“${named}” is no section of the pack`);
  }
  const parsed = parseRule({ ...rule, durationMinutes });
  if (!parsed.ok) {
    for (const { path, message } of parsed.problems) say('rule', `${path} ${message}`.trim());
  } else {
    const offsets = parsed.value.kind === 'offset' ? parsed.value.offsets.length : 0;
    if (occurrenceTitles.length > offsets) {
      say('occurrenceTitles', `has ${occurrenceTitles.length} titles for ${offsets} offsets`);
    }
  }
  return faults;
}

/** A cycle as `cycles.yaml` has it (organisations/FORMAT.md). */
export const cycleFields = cycleTemplate
  .extend({
    key: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits, hyphens'),
  })
  .superRefine((cycle, context) => {
    for (const { field, message } of templateFaults(cycle)) {
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });

/** A cycle as `cycles.yaml` has it. */
export type CycleFields = z.output<typeof cycleFields>;
