import { z } from 'zod';
import { clause, contextKind } from './flags-configuration.ts';
import { idOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, instant, slug, text, title } from './schemas.ts';

const keys = z.array(z.string().min(1).max(500)).max(10_000);
const listed = z
  .array(z.object({ contextKind: contextKind.default('user'), values: keys }))
  .max(20);

const segmentBody = z.object({
  title,
  summary: text.default(''),
  included: listed.default([]),
  excluded: listed.default([]),
  rules: z
    .array(
      z.object({
        clauses: z.array(clause).min(1).max(50),
        /** Only this share of those that match, in thousandths of a percent; all without it. */
        weight: z.number().int().min(0).max(100_000).optional(),
        bucketBy: z.string().min(1).max(200).optional(),
        rolloutContextKind: contextKind.optional(),
      }),
    )
    .max(100)
    .default([]),
});

const segmentView = z.object({
  key: z.string(),
  ...segmentBody.shape,
  revision: z.number().int(),
  usedBy: z.array(z.string()),
  changedAt: instant,
});

const environment = z.object({ environment: idOf('environment') });
const params = environment.extend({ key: slug });
const path = '/api/v1/environments/{environment}/segments/{key}';

/** Named sets of contexts in an environment, for clauses with `segmentMatch`. */
export const flagSegments = {
  listSegments: operation({
    method: 'GET',
    path: '/api/v1/environments/{environment}/segments',
    summary: 'The segments of an environment, by key, with the flags whose rules name them',
    permission: 'member',
    params: environment,
    output: z.object({ items: z.array(segmentView) }),
  }),
  createSegment: operation({
    method: 'POST',
    path: '/api/v1/environments/{environment}/segments',
    summary: 'Create a segment',
    permission: 'contributor',
    params: environment,
    body: segmentBody.extend({ key: slug }),
    output: changed,
    status: 201,
    errors: ['already_exists', 'flags.invalid', 'flags.circular'],
  }),
  changeSegment: operation({
    method: 'PUT',
    path,
    summary: 'Set a segment’s lists and rules',
    permission: 'contributor',
    params,
    body: segmentBody,
    output: changed,
    ifMatch: true,
    errors: ['flags.invalid', 'flags.circular'],
  }),
  deleteSegment: operation({
    method: 'DELETE',
    path,
    summary: 'Delete a segment that no flag and no other segment names',
    permission: 'contributor',
    params,
    errors: ['in_use'],
  }),
};
