import { z } from 'zod';

const key = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits, hyphens');

const about = z
  .array(z.string().regex(/^(?:unit|head|cycle|next|program|tool):[a-z0-9-]+$/, 'must be kind:key'))
  .default([]);

const asked = { key, question: z.string().min(1), why: z.string().min(1), about } as const;

const answer = z.union([
  z.strictObject({ cycle: key, field: z.literal('next_date') }),
  z.strictObject({ unit: key, field: z.literal('head') }),
]);

const question = z.union([
  z
    .strictObject({ ...asked, options: z.array(z.string().min(1)).min(2), correct: z.int().min(0) })
    .refine(({ options, correct }) => correct < options.length, 'correct: is no place in options')
    .refine(({ options }) => new Set(options).size === options.length, 'options: two are the same'),
  z.strictObject({ ...asked, answer }),
]);

/** A quiz as its file has it: options with the right one, or an answer that is looked up. */
export const quizFields = z
  .array(question)
  .refine(
    (all) => new Set(all.map((one) => one.key)).size === all.length,
    'two questions have one key',
  );

/** One question of a quiz. */
export type QuizQuestion = z.output<typeof question>;
