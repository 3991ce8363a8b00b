import { moduleDues } from '@throughline/contract';
import { z } from 'zod';
import { tools } from './tools.ts';

const key = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits, hyphens');
const module = z.strictObject({
  key,
  title: z.string().trim().min(1).max(200),
  text: z.string().min(1),
  due: z.enum(moduleDues),
  after: z.array(key),
  quiz: z.string().optional(),
  link: z.string().optional(),
  task: z.string().optional(),
});

/** `learning/track.yaml`. */
export const trackFields = z.strictObject({
  tracks: z.array(
    z.strictObject({
      key,
      title: z.string().trim().min(1).max(200),
      description: z.string().trim().min(1),
      audience: z.union([
        z.literal('everyone'),
        z.strictObject({ membersOf: key }),
        z.strictObject({ position: key }),
      ]),
      owner: key,
      modules: z.array(module),
    }),
  ),
});

/** `tools.yaml`. */
export const toolsFields = z.strictObject({ tools });

/** A track as `learning/track.yaml` has it. */
export type TrackFields = z.output<typeof trackFields>['tracks'][number];
