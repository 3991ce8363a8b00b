import { parseRule } from '@throughline/cadence';
import { cycleTemplate, type CycleTemplate } from '@throughline/contract';
import { z } from 'zod';

/** One thing that is wrong with a template, by the field that it is in. */
export interface TemplateFault {
  readonly field: string;
  readonly message: string;
}

type AgendaAndPack = Pick<CycleTemplate, 'agenda' | 'pack'>;

const minutesOf = (agenda: CycleTemplate['agenda']) =>
  agenda.reduce((sum, point) => sum + point.minutes, 0);

/** What is wrong with a template whose fields are well formed: how they go together. */
export function templateFaults(template: CycleTemplate): TemplateFault[] {
  const { agenda, durationMinutes, rule, occurrenceTitles } = template;
  const faults: TemplateFault[] = [];
  const say = (field: string, message: string) => faults.push({ field, message });
  const minutes = minutesOf(agenda);
  if (minutes !== durationMinutes) {
    say('durationMinutes', `is ${durationMinutes}, but the agenda takes ${minutes} minutes`);
  }
  const goTogether = (field: (part: 'agenda' | 'pack') => string, of: AgendaAndPack) => {
    const sections = new Set(of.pack.map((section) => section.key));
    if (sections.size < of.pack.length) say(field('pack'), 'two sections have one key');
    for (const named of of.agenda.flatMap((point) => point.sections)) {
      if (!sections.has(named)) say(field('agenda'), `“${named}” is no section of the pack`);
    }
  };
  goTogether((part) => part, template);
  const keys = new Set<string>();
  for (const [place, session] of template.sessions.entries()) {
    const field = (part: string) => `sessions.${place}.${part}`;
    if (keys.has(session.key)) say(field('key'), `“${session.key}” is the key of two sessions`);
    keys.add(session.key);
    goTogether(field, session);
    if (session.rule === undefined) continue;
    if (session.agenda.length === 0) say(field('agenda'), 'a session with a rule has an agenda');
    const held = parseRule({ ...session.rule, durationMinutes: minutesOf(session.agenda) || 1 });
    if (held.ok) continue;
    for (const { path, message } of held.problems) say(field('rule'), `${path} ${message}`.trim());
  }
  if (template.sessions.filter(({ rule: own }) => own === undefined).length > 1) {
    say('sessions', 'two have no rule: the cycle’s own holds one');
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
