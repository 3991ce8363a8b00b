import type { Id, ImportChange } from '@throughline/contract';
import { z } from 'zod';
import { DomainError } from '../../../platform/problem.ts';
import type { ImportContext, ImportDocument } from '../../../platform/import/importer.ts';
import { entityByKey } from '../../../platform/import/keys.ts';
import { invalidImport, parseDocument } from '../../../platform/import/parse-document.ts';
import { reconcile } from '../../../platform/import/reconcile.ts';
import { unitByKey } from '../../org/index.ts';
import { canonicalJson } from '../pack/canonical-json.ts';
import { loadCadence } from './cadence-store.ts';
import { changeCadence } from './change-cadence.ts';
import { createCadence } from './create-cadence.ts';
import { sessionNamed, sessionsOfCycle } from './held-session.ts';

const file = 'cadences.yaml';
const key = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits, hyphens');
const day = z.iso.date();

const cadencesFile = z.strictObject({
  cadences: z.array(
    z.strictObject({
      key,
      cycle: key,
      session: key.optional(),
      unit: key,
      parent: key.optional(),
      rule: z.record(z.string(), z.unknown()).optional(),
      time: z.string().optional(),
      timeZone: z.string().optional(),
      since: day.optional(),
      until: day.optional(),
    }),
  ),
});

type Fields = z.output<typeof cadencesFile>['cadences'][number];

/** Loads `cadences.yaml`, parents first. Throws `import.invalid`. */
export async function importCadences(
  context: ImportContext,
  document: ImportDocument,
): Promise<ImportChange[]> {
  const { cadences } = parseDocument(document, cadencesFile);
  return reconcile(context, {
    file,
    kind: 'cadence',
    records: parentsFirst(cadences),
    titleOf: ({ key: name }) => name,
    create: async (fields) =>
      (await told(fields, async () => createCadence(context, await idsOf(context, fields)))).id,
    change: (id, fields) => told(fields, () => changeImported(context, id, fields)),
    end: (id) => endCadence(context, id),
  });
}

async function idsOf(context: ImportContext, fields: Fields) {
  const refuse = (field: string, message: string) =>
    invalidImport({ file, record: fields.key, field, message });
  const cycle = await entityByKey(context, 'cycle', 'cycles.yaml', fields.cycle);
  if (!cycle) throw refuse('cycle', `“${fields.cycle}” is no cycle`);
  const unit = await unitByKey(context.tx, fields.unit);
  if (!unit) throw refuse('unit', `“${fields.unit}” is no unit`);
  const parent = fields.parent
    ? await entityByKey(context, 'cadence', file, fields.parent)
    : undefined;
  if (fields.parent && !parent) throw refuse('parent', `“${fields.parent}” is no cadence`);
  const { session, ...rest } = fields;
  return { ...rest, cycle, unit, parent, sessions: session === undefined ? [] : [session] };
}

/** A refusal of the domain as one of the import: with file and record. */
async function told<T>(fields: Fields, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'import.invalid') throw error;
    throw invalidImport({ file, record: fields.key, field: '', message: error.message });
  }
}

async function changeImported(
  context: ImportContext,
  id: Id<'cadence'>,
  fields: Fields,
): Promise<string> {
  const present = await loadCadence(context.tx, context.actor, id);
  const wanted = await idsOf(context, fields);
  const template = await sessionsOfCycle(context.tx, wanted.cycle);
  const { session } = fields.session ? sessionNamed(template, fields.session) : template.own;
  if (
    wanted.cycle !== present.cycle.id ||
    wanted.unit !== present.unit.id ||
    session !== present.session
  ) {
    const message = 'a cadence keeps its cycle, session and unit: end this one and add another key';
    throw invalidImport({ file, record: fields.key, field: 'cycle', message });
  }
  const change = {
    parent: wanted.parent ?? null,
    rule: fields.rule ?? null,
    time: fields.time ?? null,
    timeZone: fields.timeZone ?? null,
    since: fields.since ?? null,
    until: fields.until ?? null,
  };
  const before = { ...present, rule: present.ownRule };
  const differing = (Object.keys(change) as (keyof typeof change)[]).filter(
    (name) => canonicalJson(change[name]) !== canonicalJson(before[name]),
  );
  if (differing.length === 0) return '';
  await changeCadence(context, id, change);
  return `${differing.join(', ')} changed`;
}

async function endCadence(context: ImportContext, id: Id<'cadence'>): Promise<string | undefined> {
  const { title, since, until } = await loadCadence(context.tx, context.actor, id);
  const today = context.today.toString();
  if (until !== null && until <= today) return undefined;
  const on =
    since !== null && since >= today ? Temporal.PlainDate.from(since).add({ days: 1 }) : today;
  await changeCadence(context, id, { until: on.toString() });
  return title;
}

/** In an order in which every parent stands before what rises to it. */
function parentsFirst(cadences: readonly Fields[]): Fields[] {
  const byKey = new Map(cadences.map((one) => [one.key, one]));
  const placed = new Set<Fields>();
  const place = (one: Fields, below: readonly string[]) => {
    if (placed.has(one)) return;
    if (below.includes(one.key)) {
      const message = `rises to itself over ${below.join(', ')}`;
      throw invalidImport({ file, record: one.key, field: 'parent', message });
    }
    const parent = one.parent === undefined ? undefined : byKey.get(one.parent);
    if (parent) place(parent, [...below, one.key]);
    placed.add(one);
  };
  for (const one of cadences) place(one, []);
  return [...placed];
}
