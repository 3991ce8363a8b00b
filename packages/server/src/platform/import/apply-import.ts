import { createHash } from 'node:crypto';
import type { ImportChange, ImportPlan, ImportWarning } from '@throughline/contract';
import { sql } from 'kysely';
import type { WriteContext } from '../context.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { readSetting } from '../settings.ts';
import { reads, type ImportContext, type ImportDocument, type Importer } from './importer.ts';
import { invalidImport } from './parse-document.ts';

/** The value of a field of `organisation.yaml`'s record, or of the setting that it left behind. */
async function organisationField(
  context: WriteContext,
  documents: readonly ImportDocument[],
  field: string,
  setting: string,
): Promise<string | undefined> {
  const value = documents.find(({ file }) => file === 'organisation.yaml')?.value;
  const record =
    typeof value === 'object' && value !== null && 'organisation' in value
      ? value.organisation
      : undefined;
  const said =
    typeof record === 'object' && record !== null
      ? (record as Record<string, unknown>)[field]
      : undefined;
  const found = said ?? (await readSetting(context.tx, setting));
  return typeof found === 'string' ? found : undefined;
}

function todayIn(zone: string | undefined, now: Temporal.Instant): Temporal.PlainDate {
  try {
    return now.toZonedDateTimeISO(zone ?? 'UTC').toPlainDate();
  } catch {
    throw invalidImport({
      file: 'organisation.yaml',
      record: '',
      field: 'timeZone',
      message: `“${zone}” is no IANA time zone`,
    });
  }
}

async function run(
  context: WriteContext,
  importers: readonly Importer[],
  documents: readonly ImportDocument[],
): Promise<ImportPlan> {
  const key = await organisationField(context, documents, 'key', 'organisation_key');
  if (key === undefined) {
    throw invalidImport({
      file: 'organisation.yaml',
      record: '',
      field: 'key',
      message: 'is missing: the first import needs this file, with the key of the organisation',
    });
  }
  const zone = await organisationField(context, documents, 'timeZone', 'time_zone');
  const importing: ImportContext = {
    ...context,
    ifMatch: undefined,
    system: `import:${key}`,
    today: todayIn(zone, context.now),
  };
  const changes: ImportChange[] = [];
  const warnings: ImportWarning[] = [];
  for (const importer of importers) {
    const own = importer.files.flatMap((name) =>
      documents
        .filter(({ file }) => (name.endsWith('/') ? file.startsWith(name) : file === name))
        .toSorted((one, other) => one.file.localeCompare(other.file)),
    );
    if (own.length === 0) continue;
    changes.push(...(await importer.apply(importing, own)));
    warnings.push(...(importer.warnings?.(own) ?? []));
  }
  const count = (what: ImportChange['what']) => changes.filter((one) => one.what === what).length;
  const happening = changes.filter(({ what }) => what !== 'unchanged');
  const texts = documents
    .toSorted((one, other) => one.file.localeCompare(other.file))
    .map(({ file, text }) => [file, text]);
  return {
    hash: createHash('sha256')
      .update(JSON.stringify([happening, texts]))
      .digest('hex'),
    created: count('created'),
    changed: count('changed'),
    ended: count('ended'),
    unchanged: count('unchanged'),
    changes: happening,
    warnings,
    unread: documents
      .filter(({ file }) => !importers.some((importer) => reads(importer, file)))
      .map(({ file }) => file),
  };
}

/** One import at a time: two would find the same record missing and create it twice. */
async function alone(context: WriteContext): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('import'))`.execute(context.tx);
}

/**
 * What an import would do. It does it and takes it back, inside the caller's transaction.
 * Throws `import.invalid`.
 */
export async function planImport(
  context: WriteContext,
  importers: readonly Importer[],
  documents: readonly ImportDocument[],
): Promise<ImportPlan> {
  await alone(context);
  await sql`savepoint import_plan`.execute(context.tx);
  const plan = await run(context, importers, documents);
  await sql`rollback to savepoint import_plan`.execute(context.tx);
  return plan;
}

/**
 * Imports the documents, in the order of the importers. With the hash of a plan, only if it still
 * does exactly what that plan said. Throws `import.invalid` or `import.plan_changed`.
 */
export async function applyImport(
  context: WriteContext,
  importers: readonly Importer[],
  documents: readonly ImportDocument[],
  hash?: string,
): Promise<ImportPlan> {
  await alone(context);
  const plan = await run(context, importers, documents);
  if (hash !== undefined && hash !== plan.hash) {
    throw problem(
      'import.plan_changed',
      'The files or the organisation changed since this plan was made. Plan again and look at it.',
    );
  }
  if (plan.changes.length > 0) {
    const { created, changed, ended, unchanged } = plan;
    await record(context, {
      action: 'organisation.imported',
      after: { created, changed, ended, unchanged, files: documents.map(({ file }) => file) },
    });
  }
  return plan;
}
