import { z } from 'zod';
import { instant, plainDate } from './schemas.ts';

const key = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits, hyphens');
const named = z.string().min(1).max(200);
const label = z.string().trim().min(1).max(200);

/** A rule of `packages/cadence` without its duration; which dates it allows is checked there. */
export const ruleJson = z.record(z.string(), z.unknown());

/** Who leads, decides or attends, by the keys of posts and units and never by name (FORMAT.md). */
export const who = z.union([
  z.strictObject({ position: named }),
  z.strictObject({ unit: named }),
  z.strictObject({ headOf: named }),
  z.strictObject({ headsUnder: named }),
  z.strictObject({ membersOf: named }),
  z.strictObject({ rotation: named }),
  z.strictObject({ ownersOf: z.literal('$subject') }),
  z.strictObject({ teamRole: z.enum(['facilitator', 'product-owner', 'team']) }),
]);

/** Who leads, decides or attends. */
export type Who = z.output<typeof who>;

const agendaFields = z.array(
  z.strictObject({
    title: label,
    minutes: z.int().min(1).max(10_080),
    sections: z.array(key).max(50).default([]),
  }),
);

const packFields = z.array(
  z.strictObject({
    key,
    title: label,
    insight: named,
    parameters: z.record(z.string(), z.unknown()).default({}),
    /** Who says why its figures are as they are; whoever leads the review without it. */
    owner: who.optional(),
  }),
);

const outputFields = z.array(
  z.strictObject({
    key,
    title: label,
    kind: z.enum(['decision', 'action', 'finding', 'waiver']),
    effect: named.optional(),
    options: z.array(named).default([]),
    carriesTo: key.optional(),
    max: z.int().min(1).optional(),
  }),
);

const agendaPoints = agendaFields.max(50);
const packSections = packFields.max(50);
const leftBehind = outputFields.max(50);

const sessionFields = z.array(
  z.strictObject({
    key,
    title: label,
    decider: who,
    /** The cycle's own without it. */
    ledBy: who.optional(),
    /** When it is held; without one it is what the cycle's own rule, agenda and pack hold. */
    rule: ruleJson.optional(),
    preReadBusinessDays: z.int().min(0).max(250).default(0),
    /** Its minutes add up to how long it takes. */
    agenda: agendaPoints.default([]),
    pack: packSections.default([]),
    outputs: leftBehind.default([]),
    maxMinutesPerSprintWeek: z.int().min(1).optional(),
  }),
);

/** What a cycle says of its reviews, in the form of `cycles.yaml` (organisations/FORMAT.md). */
export const cycleTemplate = z.strictObject({
  title: z.string().trim().min(1).max(120),
  shortTitle: z.string().trim().min(1).max(40).optional(),
  purpose: z.string().trim().min(1).max(4000),
  rule: ruleJson,
  occurrenceTitles: z.array(label).max(50).default([]),
  preReadBusinessDays: z.int().min(0).max(250),
  durationMinutes: z.int().min(1).max(10_080),
  ledBy: who,
  decider: who,
  attendees: z.array(who).max(50),
  sessions: sessionFields.max(20).default([]),
  agenda: agendaPoints.min(1),
  pack: packSections,
  outputs: leftBehind,
});

/** What a cycle says of its reviews. */
export type CycleTemplate = z.output<typeof cycleTemplate>;

/** When a cycle began to say something else, and who made it so; empty for the server itself. */
export const cycleVersionStamp = z.object({
  version: z.number().int(),
  at: instant,
  by: z.string(),
});

/** What a rule means: its sentence and next dates, or what is wrong with it, field by field. */
export const rulePreview = z.object({
  sentence: z.string().nullable(),
  timeSays: z.string().nullable(),
  /** Of an event: its dates are those that are known of it. */
  eventDriven: z.boolean(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  next: z.array(
    z.object({ date: plainDate, startsAt: instant, preReadOn: plainDate, dayOff: z.string() }),
  ),
});
