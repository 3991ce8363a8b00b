import { z } from 'zod';
import { operation } from './operation.ts';

const documents = z
  .array(
    z.object({
      /** The file's path inside the organisation's folder: `units.yaml`, `learning/track.yaml`. */
      file: z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,199}$/, 'must be a relative path'),
      text: z.string().max(2_000_000),
    }),
  )
  .min(1)
  .max(500);

const importChange = z.object({
  file: z.string(),
  key: z.string(),
  title: z.string(),
  what: z.enum(['created', 'changed', 'ended', 'unchanged']),
  /** What changes, as a sentence; empty where nothing does. */
  says: z.string(),
});

const importPlan = z.object({
  /** Names this plan: to be given back when it is applied. */
  hash: z.string(),
  created: z.number().int(),
  changed: z.number().int(),
  ended: z.number().int(),
  unchanged: z.number().int(),
  /** What is created, changed or ended, in the order in which it happens. */
  changes: z.array(importChange),
  /** What is imported and yet can't do what it is for: an insight that no domain offers. */
  warnings: z.array(
    z.object({ file: z.string(), key: z.string(), field: z.string(), says: z.string() }),
  ),
  /** Files that no domain of this installation reads. */
  unread: z.array(z.string()),
});

/** What an import would do, or did. */
export type ImportPlan = z.output<typeof importPlan>;

/** Something in a file that is imported and yet can't do what it is for. */
export type ImportWarning = ImportPlan['warnings'][number];

/** One record of an import: what becomes of it. */
export type ImportChange = z.output<typeof importChange>;

/** An organisation as YAML files: in with a plan first, and out again. */
export const imports = {
  planImport: operation({
    method: 'POST',
    path: '/api/v1/organisation-import/plan',
    summary: 'What an import of these files would create, change and end; changes nothing',
    permission: 'administrator',
    body: z.object({ documents }),
    output: importPlan,
    errors: ['import.invalid'],
  }),
  applyImport: operation({
    method: 'POST',
    path: '/api/v1/organisation-import/apply',
    summary: 'Import these files as the plan of that hash says, or not at all',
    permission: 'administrator',
    body: z.object({ documents, hash: z.string().length(64) }),
    output: importPlan,
    errors: ['import.invalid', 'import.plan_changed'],
  }),
  exportOrganisation: operation({
    method: 'GET',
    path: '/api/v1/organisation-export',
    summary: 'The organisation as the YAML files that import reads',
    permission: 'administrator',
    output: z.object({ documents: z.array(z.object({ file: z.string(), text: z.string() })) }),
  }),
};
