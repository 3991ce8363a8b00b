import { evidenceKinds } from '@throughline/contract';
import { z } from 'zod';

const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const offset = z.number().int().min(-400).max(400);
const text = z.string().min(1);

/** The evidence that a person gives; everything else is read from records. */
export const givenByHand: ReadonlySet<string> = new Set([
  'docs-live',
  'document',
  'canary-passed',
  'rollback-rehearsed',
  'ramp-finished',
  'confirmation',
]);

/** Evidence that is a link: without an address it is no evidence. */
export const needsAddress: ReadonlySet<string> = new Set(['docs-live', 'document']);

/** A template: phases with items, the reviews afterwards, the rule of go and no-go. */
export const templateDefinition = z.strictObject({
  phases: z.array(
    z.strictObject({
      key,
      title: text,
      offsets: z.strictObject({
        tier1: offset.nullable(),
        tier2: offset.nullable(),
        tier3: offset.nullable(),
      }),
      counts: z.enum(['readiness', 'decision', 'runbook']),
      items: z.array(
        z.strictObject({
          key,
          title: text,
          owner: key,
          priority: z.enum(['P0', 'P1']),
          evidence: z.enum(evidenceKinds),
        }),
      ),
    }),
  ),
  reviews: z.strictObject({
    owner: key,
    offsets: z.strictObject({
      tier1: z.array(offset),
      tier2: z.array(offset),
      tier3: z.array(offset),
    }),
    measures: z.array(z.strictObject({ key, title: text })),
  }),
  decision: z
    .strictObject({
      failedP0: z.literal('no-go'),
      goFromP1Share: z.number().min(0).max(1),
      conditionalFromP1Share: z.number().min(0).max(1),
    })
    .refine((rule) => rule.conditionalFromP1Share <= rule.goFromP1Share, {
      message: 'a conditional go begins below a go',
      path: ['conditionalFromP1Share'],
    }),
});

/** A template's definition. */
export type TemplateDefinition = z.output<typeof templateDefinition>;

/** What is common to all templates: the questions of the tier, roles, lead times. */
export const launchPractice = z.strictObject({
  questions: z.array(
    z.strictObject({
      key,
      question: text,
      answers: z.array(z.strictObject({ score: z.number().int(), text })).min(2),
    }),
  ),
  bands: z.array(
    z.strictObject({
      tier: z.number().int().min(1).max(3),
      from: z.number().int(),
      to: z.number().int(),
    }),
  ),
  roles: z.array(z.strictObject({ key, title: text })),
  leadTimes: z.array(
    z.strictObject({
      key,
      title: text,
      days: z.strictObject({ min: z.number().int(), max: z.number().int().optional() }),
    }),
  ),
});

/** The questions of the tier, roles, lead times. */
export type LaunchPractice = z.output<typeof launchPractice>;
