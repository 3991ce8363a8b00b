import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { toReference, type Id } from '@throughline/contract';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { ImportContext, Importer } from '../../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../../platform/import/parse-document.ts';
import { reconcile } from '../../../platform/import/reconcile.ts';
import { reading } from '../../../platform/context.ts';
import { personByKey, unitByKey } from '../../org/index.ts';
import type { ProgramKind } from '../tables.ts';
import { changeProgram } from './change-program.ts';
import { createProgram } from './create-program.ts';
import { programView } from './program-views.ts';

const file = 'programs.yaml';
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** The names of the file format and ours. */
const kinds = {
  'innovation-lab': 'innovation-lab',
  'customer-advisory-board': 'advisory-board',
  'executive-experience': 'executive-journey',
} as const satisfies Record<string, ProgramKind>;

const programsFile = z.strictObject({
  programs: z.array(
    z
      .strictObject({
        key,
        kind: z.enum(['innovation-lab', 'customer-advisory-board', 'executive-experience']),
        name: z.string().min(1),
        shortName: z.string().default(''),
        segment: z.enum(['general-contractor', 'project-owner', 'specialty-contractor']).optional(),
        owner: z.string(),
        manager: z.string(),
        frequency: z.enum(['monthly', 'quarterly', 'yearly']).optional(),
        charter: z
          .strictObject({
            purpose: z.string(),
            membership: z.string().default(''),
            terms: z.string().default(''),
            confidentiality: z.string().default(''),
          })
          .prefault({ purpose: '' }),
        blueprint: z
          .array(z.strictObject({ key, title: z.string(), description: z.string() }))
          .default([]),
        stages: z
          .array(
            z.strictObject({
              key,
              title: z.string(),
              purpose: z.string(),
              sessions: z.array(
                z.strictObject({ key, title: z.string(), covers: z.string().optional() }),
              ),
            }),
          )
          .default([]),
      })
      .refine(({ kind, segment }) => (kind === 'customer-advisory-board') === Boolean(segment), {
        message: 'is for customer advisory boards, and each has one',
        path: ['segment'],
      }),
  ),
});

type Written = z.output<typeof programsFile>['programs'][number];

/** The unit or person that a field names. Throws `import.invalid`. */
function named<T>(record: Written, field: 'owner' | 'manager', found: T | undefined): T {
  if (found !== undefined) return found;
  const message = `“${record[field]}” is no ${field === 'owner' ? 'unit' : 'person'}`;
  throw invalidImport({ file, record: record.key, field, message });
}

/** What the file says of a program, in the operations' words. */
async function wanted(context: ImportContext, record: Written) {
  for (const stage of record.stages) {
    for (const { covers } of stage.sessions) {
      if (covers === undefined || record.blueprint.some((part) => part.key === covers)) continue;
      const message = `“${covers}” is no part of the blueprint`;
      throw invalidImport({ file, record: record.key, field: 'covers', message });
    }
  }
  return {
    title: record.name,
    ownerUnit: named(record, 'owner', await unitByKey(context.tx, record.owner)),
    programKind: kinds[record.kind],
    shortName: record.shortName,
    segment: record.segment,
    cadence: record.frequency ?? '',
    manager:
      record.manager === 'vacant'
        ? undefined
        : named(record, 'manager', await personByKey(context.tx, record.manager)),
    charter: record.charter,
    blueprint: record.blueprint.map(({ title, description }) => ({ title, description })),
    stages: record.stages.map(({ title, purpose, sessions }) => ({
      title,
      purpose,
      sessions: sessions.map((session) => session.title),
    })),
  };
}

async function change(context: ImportContext, id: Id<'program'>, record: Written): Promise<string> {
  const to = await wanted(context, record);
  const from = await programView(reading(context), id, context.now);
  const entity = await loadEntity(context.tx, context.actor, { kind: 'program', id });
  const before: Record<string, unknown> = {
    title: from.title,
    ownerUnit: entity.ownerUnit,
    programKind: from.programKind,
    shortName: from.shortName,
    segment: from.segment ?? undefined,
    cadence: from.cadence,
    charter: from.charter,
    blueprint: from.blueprint,
    stages: from.stages,
  };
  const { manager, ...compared } = to;
  const differs = Object.entries(compared)
    .filter(([field, value]) => !isDeepStrictEqual(before[field], value))
    .map(([field]) => field);
  if (from.state !== 'active') differs.push('state');
  // A vacant post says that the file knows nobody: it takes no manager away.
  if (manager && from.manager?.ref !== toReference('person', manager)) differs.push('manager');
  if (from.programKind !== to.programKind) {
    const message = 'a program keeps its kind; give it a new key';
    throw invalidImport({ file, record: record.key, field: 'kind', message });
  }
  if (differs.length === 0) return '';
  const { programKind: _, ...changes } = to;
  await changeProgram(context, id, {
    ...changes,
    state: 'active',
    segment: to.segment ?? null,
    manager,
  });
  return `changes ${differs.join(', ')}`;
}

/** Loads `programs.yaml`: programs with their charters; nobody is in them. */
export const importPrograms: Importer = {
  files: [file],
  async apply(context, documents) {
    const [document] = documents;
    if (!document) return [];
    const { programs } = parseDocument(document, programsFile);
    return reconcile(context, {
      file,
      kind: 'program',
      records: programs,
      titleOf: (record) => record.name,
      create: async (record) =>
        (await createProgram(context, { summary: '', ...(await wanted(context, record)) })).id,
      change: (id, record) => change(context, id, record),
      end: async (id) => {
        const program = await loadEntity(context.tx, context.actor, { kind: 'program', id });
        if (program.state === 'ended') return undefined;
        await changeEntity(context, program, { state: 'ended' });
        return program.title;
      },
    });
  },
};
