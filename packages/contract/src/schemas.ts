import { z } from 'zod';
import { anyReference, referenceOf } from './ids.ts';
import { entityKinds, stages, type EntityKind } from './kinds.ts';

/** An entity kind's name. */
export const entityKind = z.enum(Object.keys(entityKinds) as [EntityKind, ...EntityKind[]]);

/** A stage of the line. */
export const stage = z.enum(stages);

/** A calendar date without a zone: `2026-11-23`. */
export const plainDate = z.iso.date();

/** A moment, in UTC: `2026-11-23T08:30:00.000Z`. */
export const instant = z.iso.datetime({ offset: true });

/** A title: one line that names an entity. */
export const title = z.string().trim().min(1).max(200);

/** A paragraph of plain text or Markdown. */
export const text = z.string().trim().max(20_000);

/** A stable, human-chosen key: lower case letters, digits, dashes, dots and underscores. */
export const slug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,99}$/,
    'use lower-case letters, digits, dashes, dots, underscores',
  );

/** Input of a list: where to go on, and how many (50 unless told, at most 200). */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Output of a list: the rows, and the cursor of the next page (null at the end). */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ items: z.array(row), nextCursor: z.string().nullable() });
}

/** What every view shows of an entity that it merely mentions. */
export const entitySummary = z.object({
  ref: anyReference(),
  kind: entityKind,
  title: z.string(),
  state: z.string(),
});

/** What a view shows of an entity that it merely mentions. */
export type EntitySummary = z.output<typeof entitySummary>;

/** The fields that every entity has, as its own page shows them. */
export const entityFields = {
  title: z.string(),
  summary: z.string(),
  state: z.string(),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  restricted: z.boolean(),
  revision: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
} as const;

/** The answer of an operation that creates an entity. */
export function created<K extends EntityKind>(kind: K) {
  return z.object({ ref: referenceOf(kind), revision: z.number().int() });
}

/** The answer of an operation that changes an entity: its revision afterwards. */
export const changed = z.object({ revision: z.number().int() });
