import { z } from 'zod';
import { operation } from './operation.ts';
import { instant } from './schemas.ts';

/** How far a rehearsal organisation is. */
const rehearsalStates = ['none', 'generating', 'ready', 'failed'] as const;

const size = {
  /** How many people it has, made-up names all. */
  people: z.number().int().min(20).max(5000),
  /** How many months of history lie behind today. */
  months: z.number().int().min(1).max(24),
  /** The same seed makes the same organisation. */
  seed: z.number().int().min(0).max(4_294_967_295),
} as const;

const rehearsalView = z.object({
  state: z.enum(rehearsalStates),
  /** Whether this installation can have one: false in a rehearsal itself. */
  possible: z.boolean(),
  ...z.object(size).partial().shape,
  /** Between 0 and 1 while it is generated. */
  progress: z.number(),
  /** What is happening, or why it can't be had, as a sentence. */
  says: z.string(),
  address: z.string().nullable(),
});

/** The fictional organisation that one can play with, beside the real one, and its clock. */
export const rehearsal = {
  getRehearsal: operation({
    method: 'GET',
    path: '/api/v1/rehearsal',
    summary: 'Whether there is a rehearsal organisation beside this one, and how far it is',
    permission: 'administrator',
    output: rehearsalView,
  }),
  createRehearsal: operation({
    method: 'POST',
    path: '/api/v1/rehearsal',
    summary: 'Generate a rehearsal organisation: fictional, in a database of its own',
    permission: 'administrator',
    body: z.object({
      people: size.people.default(1000),
      months: size.months.default(12),
      seed: size.seed.default(7),
    }),
    output: rehearsalView,
    status: 202,
    errors: ['already_exists', 'rehearsal.impossible'],
  }),
  enterRehearsal: operation({
    method: 'POST',
    path: '/api/v1/rehearsal/entrance',
    summary:
      'A one-time link that signs in to the rehearsal organisation; starts it where it rests',
    permission: 'administrator',
    output: z.object({ signInLink: z.string() }),
    status: 201,
    errors: ['wrong_state', 'rehearsal.impossible'],
    secrets: ['signInLink'],
  }),
  removeRehearsal: operation({
    method: 'DELETE',
    path: '/api/v1/rehearsal',
    summary: 'Remove the rehearsal organisation: its process, its database and its files',
    permission: 'administrator',
    errors: ['wrong_state', 'rehearsal.impossible'],
  }),
  moveClock: operation({
    method: 'POST',
    path: '/api/v1/rehearsal/clock',
    summary: 'Move the rehearsal’s clock forward; what falls due on the way happens',
    description:
      'Only in a rehearsal organisation, only forward, at most 100 days at once. It answers when the clock has arrived: packs have frozen at their pre-read, what was due has been done.',
    permission: 'administrator',
    body: z.object({
      to: instant,
      /** On the way it stops every so many hours for what has fallen due. */
      stopHours: z.number().int().min(1).max(24).default(1),
    }),
    output: z.object({ now: instant }),
    errors: ['wrong_state', 'rehearsal.impossible'],
  }),
};
