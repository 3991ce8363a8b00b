import { z } from 'zod';
import { anyReference, referenceOf } from './ids.ts';
import { insightResult } from './insights.ts';
import { cycleTemplate, cycleVersionStamp, ruleJson } from './rhythm-templates.ts';
import { entityFields, entitySummary, instant, plainDate } from './schemas.ts';

/** How far a review is: from its date on the calendar to what was decided in it. */
export const reviewStates = [
  'scheduled',
  'preparing',
  'frozen',
  'held',
  'closed',
  'cancelled',
] as const;

/** How far a review is. */
export type ReviewState = (typeof reviewStates)[number];

/** What somebody does in a review. Lead, decider and attendees follow from the cycle. */
export const reviewRoles = ['lead', 'decider', 'facilitator', 'scribe', 'attendee'] as const;

/** What somebody does in a review. */
export type ReviewRole = (typeof reviewRoles)[number];

/** A local time of day: `09:00`. */
export const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time HH:MM from 00:00 to 23:59');

const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() });
const personSummary = z.object({ ref: referenceOf('person'), name: z.string() });

/** Who is meant, in words, and who that is today: nobody where the post is vacant. */
const party = z.object({
  says: z.string(),
  vacant: z.boolean(),
  unit: unitSummary.nullable(),
  people: z.array(personSummary),
});

const agendaPoint = z.object({
  title: z.string(),
  minutes: z.number().int(),
  /** Keys of the pack's sections that it goes through. */
  sections: z.array(z.string()),
});

const packSection = z.object({
  key: z.string(),
  title: z.string(),
  insight: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  /** Whether some domain offers this insight; one that none offers is shown as missing. */
  offered: z.boolean(),
});

const output = z.object({
  key: z.string(),
  title: z.string(),
  kind: z.enum(['decision', 'action', 'finding', 'waiver']),
  effect: z.string().nullable(),
  options: z.array(z.string()),
  carriesTo: z.string().nullable(),
  max: z.number().int().nullable(),
});

/** A cycle as lists show it. */
export const cycleRow = z.object({
  ref: referenceOf('cycle'),
  key: z.string(),
  title: z.string(),
  shortTitle: z.string().nullable(),
  summary: z.string(),
  state: z.string(),
  ruleSays: z.string(),
  /** Held when something happens, so that no year can be compiled of it. */
  eventDriven: z.boolean(),
  preReadBusinessDays: z.number().int(),
  durationMinutes: z.number().int(),
  ledBy: z.string(),
  decider: z.string(),
  cadences: z.number().int(),
});

/** A cadence as lists show it. */
export const cadenceRow = z.object({
  ref: referenceOf('cadence'),
  key: z.string(),
  title: z.string(),
  state: z.string(),
  cycle: z.object({ ref: referenceOf('cycle'), key: z.string(), title: z.string() }),
  unit: unitSummary,
  parent: entitySummary.nullable(),
  /** The session of its cycle that it holds; null for what the cycle's own rule does. */
  session: z.string().nullable(),
  ruleSays: z.string(),
  timeSays: z.string(),
  eventDriven: z.boolean(),
  /** The next review that isn't cancelled. */
  next: z.object({ ref: referenceOf('review'), startsAt: instant, date: plainDate }).nullable(),
});

export const cycleDetail = z.object({
  ref: referenceOf('cycle'),
  ...entityFields,
  key: z.string(),
  shortTitle: z.string().nullable(),
  rule: ruleJson,
  ruleSays: z.string(),
  timeSays: z.string(),
  eventDriven: z.boolean(),
  occurrenceTitles: z.array(z.string()),
  preReadBusinessDays: z.number().int(),
  durationMinutes: z.number().int(),
  ledBy: z.string(),
  decider: z.string(),
  attendees: z.array(z.string()),
  sessions: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      ledBy: z.string(),
      decider: z.string(),
      /** Null for the one that the cycle's own rule, agenda and pack hold. */
      ruleSays: z.string().nullable(),
      preReadBusinessDays: z.number().int(),
      maxMinutesPerSprintWeek: z.number().int().nullable(),
      agenda: z.array(agendaPoint),
      pack: z.array(packSection),
      outputs: z.array(output),
    }),
  ),
  agenda: z.array(agendaPoint),
  pack: z.array(packSection),
  outputs: z.array(output),
  cadences: z.array(cadenceRow),
  /** The same as one writes it. */
  template: cycleTemplate,
  /** Grows with each change; a frozen pack names the version that it was made with. */
  version: z.number().int(),
  versions: z.array(cycleVersionStamp),
  /** The template that this one was copied from; only copies are changed here. */
  copiedFrom: entitySummary.nullable(),
});

export const cadenceDetail = z.object({
  ref: referenceOf('cadence'),
  ...entityFields,
  key: z.string(),
  cycle: cadenceRow.shape.cycle,
  unit: unitSummary,
  parent: entitySummary.nullable(),
  /** Cadences whose unsettled matters rise to this one. */
  children: z.array(entitySummary),
  session: cadenceRow.shape.session,
  /** The cadence's own rule; null where it goes by its cycle's. */
  rule: ruleJson.nullable(),
  ruleSays: z.string(),
  timeSays: z.string(),
  eventDriven: z.boolean(),
  time: localTime.nullable(),
  timeZone: z.string(),
  /** Whom the team named for these parts, where its cycle has them. */
  facilitator: entitySummary.nullable(),
  productOwner: entitySummary.nullable(),
  since: plainDate.nullable(),
  until: plainDate.nullable(),
  lead: party,
  decider: party,
  attendees: z.array(party),
  next: cadenceRow.shape.next,
});

/** A review as the calendar and lists show it. */
export const reviewRow = z.object({
  ref: referenceOf('review'),
  title: z.string(),
  state: z.enum(reviewStates),
  cadence: z.object({ ref: referenceOf('cadence'), title: z.string() }),
  cycle: z.object({ ref: referenceOf('cycle'), key: z.string(), title: z.string() }),
  unit: unitSummary,
  startsAt: instant,
  endsAt: instant,
  /** The zone that the cadence goes by, and the day that it is there. */
  timeZone: z.string(),
  date: plainDate,
  preReadOn: plainDate,
  freezesAt: instant,
  /** Not where the rule puts it. */
  moved: z.boolean(),
  adHoc: z.boolean(),
  revision: z.number().int(),
});

const comment = z.object({ text: z.string(), by: z.string(), at: instant });

const packStamp = z.object({
  ref: referenceOf('pack'),
  revision: z.number().int(),
  /** Why there is this revision; empty for the first. */
  reason: z.string(),
  /** SHA-256 of the pack's canonical JSON (RFC 8785), in hexadecimal. */
  sha256: z.string(),
  frozenAt: instant,
  frozenBy: z.string(),
});

export const reviewDetail = z.object({
  ...entityFields,
  ...reviewRow.shape,
  key: z.string(),
  roles: z.array(
    z.object({
      role: z.enum(reviewRoles),
      says: z.string(),
      vacant: z.boolean(),
      unit: unitSummary.nullable(),
      person: personSummary.nullable(),
      /** Named for this review, not by the cycle. */
      byHand: z.boolean(),
    }),
  ),
  subject: entitySummary.nullable(),
  agenda: z.array(agendaPoint),
  sections: z.array(packSection.extend({ comment: comment.nullable() })),
  outputs: z.array(output),
  /** A room, or the address of a call. */
  place: z.string(),
  cancelReason: z.string(),
  frozenAt: instant.nullable(),
  heldAt: instant.nullable(),
  closedAt: instant.nullable(),
  packs: z.array(packStamp),
  /** The reviews of the cadence before and after this one. */
  previous: entitySummary.nullable(),
  following: entitySummary.nullable(),
  /** Where what isn't settled here rises to. */
  risesTo: entitySummary.nullable(),
});

/** One section of a pack: what its insight answered to the audience, or why there is nothing. */
export const assembledSection = z.object({
  key: z.string(),
  title: z.string(),
  insight: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  comment: comment.nullable(),
  /** Of whom a comment was asked that didn’t come; absent where there is one, or none was asked. */
  awaited: z.string().optional(),
  missing: z.string().nullable(),
  result: insightResult.nullable(),
});

/** One section of a pack. */
export type AssembledSection = z.output<typeof assembledSection>;

/** The content of a pack: what is hashed, stored and never changed. */
export const packContent = z.object({
  format: z.literal(1),
  review: referenceOf('review'),
  title: z.string(),
  cycle: z.string(),
  cadence: referenceOf('cadence'),
  unit: z.string(),
  startsAt: instant,
  revision: z.number().int(),
  reason: z.string(),
  frozenAt: instant,
  /** The template that it was made with; absent in packs that are older than versions are. */
  template: z.object({ cycle: referenceOf('cycle'), version: z.number().int() }).optional(),
  /** As whom the insights were asked. */
  audience: z.string(),
  sections: z.array(assembledSection),
});

/** The content of a pack. */
export type PackContent = z.output<typeof packContent>;

/** What differs between two packs: figures by section, and sections that came or went. */
export const packDifference = z.object({
  against: z.object({ title: z.string(), review: anyReference(), revision: z.number().int() }),
  figures: z.array(
    z.object({
      section: z.string(),
      figure: z.string(),
      label: z.string(),
      unit: z.string(),
      before: z.number().nullable(),
      after: z.number().nullable(),
      what: z.enum(['changed', 'new', 'gone']),
    }),
  ),
  sentences: z.array(z.object({ section: z.string(), before: z.string(), after: z.string() })),
});

/** What differs between two packs. */
export type PackDifference = z.output<typeof packDifference>;

export const packView = packStamp.extend({
  content: packContent,
  /** Against the revision before, or the last pack of the review before; null where there is none. */
  difference: packDifference.nullable(),
});

const stood = z.object({ title: z.string(), state: z.string() });
const measured = z.object({
  value: z.number().nullable(),
  asOf: instant.nullable(),
  stale: z.boolean(),
});

/** A figure at its freeze and now, and what stands behind either. */
export const thenAndNow = z.object({
  section: z.string(),
  label: z.string(),
  unit: z.string(),
  atFreeze: measured.extend({ at: instant }),
  /** Null where the insight has no such figure any more, or says why it can't tell (`missing`). */
  now: measured.nullable(),
  missing: z.string(),
  records: z.array(
    z.object({
      ref: anyReference(),
      atFreeze: stood.nullable(),
      /** Null where the reader may not see it, or no longer. */
      now: stood.nullable(),
      /** Behind the figure of the pack, of today, or of both. */
      behind: z.enum(['freeze', 'now', 'both']),
    }),
  ),
});

export const feedView = z.object({
  ref: referenceOf('calendar_feed'),
  name: z.string(),
  of: z.enum(['person', 'unit', 'cadence', 'all']),
  entity: entitySummary.nullable(),
  createdAt: instant,
  lastReadAt: instant.nullable(),
});
