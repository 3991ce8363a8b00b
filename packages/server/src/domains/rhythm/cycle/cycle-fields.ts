import { parseRule } from '@throughline/cadence';
import { z } from 'zod';
import { who } from '../who.ts';

const key = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits, hyphens');
const rule = z.record(z.string(), z.unknown());

export const agendaFields = z.array(
  z.strictObject({
    title: z.string().min(1),
    minutes: z.int().min(1),
    sections: z.array(key).default([]),
  }),
);

export const packFields = z.array(
  z.strictObject({
    key,
    title: z.string().min(1),
    insight: z.string().min(1),
    parameters: z.record(z.string(), z.unknown()).default({}),
    /** Who says why its figures are as they are; whoever leads the review without it. */
    owner: who.optional(),
  }),
);

export const outputFields = z.array(
  z.strictObject({
    key,
    title: z.string().min(1),
    kind: z.enum(['decision', 'action', 'finding', 'waiver']),
    effect: z.string().optional(),
    options: z.array(z.string()).default([]),
    carriesTo: key.optional(),
    max: z.int().min(1).optional(),
  }),
);

export const sessionFields = z.array(
  z.strictObject({
    key,
    title: z.string().min(1),
    decider: who,
    rule: rule.optional(),
    maxMinutesPerSprintWeek: z.int().min(1).optional(),
  }),
);

/** A cycle as `cycles.yaml` has it (organisations/FORMAT.md). */
export const cycleFields = z
  .strictObject({
    key,
    title: z.string().trim().min(1).max(120),
    shortTitle: z.string().trim().min(1).max(40).optional(),
    purpose: z.string().trim().min(1),
    rule,
    occurrenceTitles: z.array(z.string().min(1)).default([]),
    preReadBusinessDays: z.int().min(0).max(250),
    durationMinutes: z.int().min(1).max(10_080),
    ledBy: who,
    decider: who,
    attendees: z.array(who),
    sessions: sessionFields.default([]),
    agenda: agendaFields.min(1),
    pack: packFields,
    outputs: outputFields,
  })
  .superRefine((cycle, context) => {
    const say = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const minutes = cycle.agenda.reduce((sum, point) => sum + point.minutes, 0);
    if (minutes !== cycle.durationMinutes) {
      say(
        'durationMinutes',
        `is ${cycle.durationMinutes}, but the agenda takes ${minutes} minutes`,
      );
    }
    const sections = new Set(cycle.pack.map((section) => section.key));
    if (sections.size < cycle.pack.length) say('pack', 'two sections have one key');
    for (const named of cycle.agenda.flatMap((point) => point.sections)) {
      if (!sections.has(named)) say('agenda', `“${named}” is no section of the pack`);
    }
    const parsed = parseRule({ ...cycle.rule, durationMinutes: cycle.durationMinutes });
    if (!parsed.ok)
      say('rule', parsed.problems.map(({ path, message }) => `${path} ${message}`).join('; '));
  });

/** A cycle as `cycles.yaml` has it. */
export type CycleFields = z.output<typeof cycleFields>;
