import { fiscalCalendar, unitLevels, workday } from '@throughline/contract';
import { z } from 'zod';

/** A key: as organisations/FORMAT.md has it. */
const key = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens');
const name = z.string().trim().min(1).max(200);
const paragraph = z.string().trim().max(20_000);
const period = { since: z.iso.date().optional(), until: z.iso.date().optional() } as const;

/** The schemas of organisations/FORMAT.md, for the files that this domain reads. */
export const organisationFiles = {
  organisation: z.strictObject({
    format: z.literal(1),
    organisation: z.strictObject({
      key,
      name,
      description: paragraph.optional(),
      company: key,
      focus: key.optional(),
      timeZone: z.string(),
      fiscalCalendar,
      workingWeek: z.array(workday).min(1).max(7).optional(),
      holidayCalendar: key.optional(),
    }),
  }),
  holidays: z.strictObject({
    calendars: z.array(
      z.strictObject({
        key,
        name,
        holidays: z
          .array(z.strictObject({ key, date: z.iso.date(), name, actual: z.iso.date().optional() }))
          .max(10_000),
      }),
    ),
  }),
  units: z.strictObject({
    units: z.array(
      z.strictObject({
        key,
        name,
        kind: z.enum(unitLevels),
        parent: key.optional(),
        shortName: z.string().trim().max(40).optional(),
        purpose: paragraph.optional(),
        responsibilities: z.array(z.string().trim().min(1).max(500)).max(50).optional(),
        ...period,
      }),
    ),
  }),
  people: z.strictObject({
    people: z.array(
      z.strictObject({
        key: key.refine((text) => text !== 'vacant', 'is no key of a person'),
        name,
        email: z
          .email()
          .max(254)
          .refine((text) => text === text.toLowerCase(), 'must be in lower case')
          .optional(),
        timeZone: z.string().optional(),
      }),
    ),
  }),
  memberships: z.strictObject({
    memberships: z.array(
      z.strictObject({
        key,
        person: key,
        unit: key,
        title: z.string().trim().max(200).optional(),
        ...period,
      }),
    ),
  }),
  leadership: z.strictObject({
    leadership: z.array(
      z.strictObject({
        key,
        unit: key,
        title: name,
        /** A person's key, or `vacant`. */
        person: key,
        head: z.boolean().optional(),
        ...period,
      }),
    ),
  }),
  principles: z.strictObject({
    principles: z.array(
      z.strictObject({ key, statement: z.string().trim().min(1).max(500), owner: key, ...period }),
    ),
  }),
} as const;

type Files = { [F in keyof typeof organisationFiles]: z.output<(typeof organisationFiles)[F]> };

/** A record of `units.yaml`. */
export type UnitRecord = Files['units']['units'][number];
