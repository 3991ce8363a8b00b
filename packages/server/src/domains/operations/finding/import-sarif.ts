import type { Id, OperationOf, OutputOf } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext, WriteContext } from '../../../platform/context.ts';
import {
  changeEntity,
  createEntity,
  loadEntity,
  type Entity,
} from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { record } from '../../../platform/ledger/record.ts';
import { organisationDay } from '../day-store.ts';
import type { OperationsTables } from '../tables.ts';
import { closeExceptions } from './decide-security-exception.ts';
import { dueOnOf, type Deadlines } from './finding-rules.ts';
import {
  knownFindings,
  lockFindingsOf,
  servicesBuiltFrom,
  type KnownFinding,
} from './finding-store.ts';
import { readDeadlines } from './policy-store.ts';
import { readSarif, type ReportedFinding, type SarifRun } from './sarif-rules.ts';

type Counts = OutputOf<OperationOf<'operations.importSarif'>>;

interface Importing {
  readonly repository: Entity<'repository'>;
  readonly service: Id<'service'> | undefined;
  readonly today: Temporal.PlainDate;
  readonly deadlines: Deadlines;
}

async function addFinding(
  context: WriteContext,
  { repository, service, today, deadlines }: Importing,
  tool: string,
  reported: ReportedFinding,
): Promise<void> {
  const { severity, location, rule } = reported;
  const dueOn = dueOnOf(today, severity, deadlines);
  const finding = await createEntity(context, {
    kind: 'security_finding',
    title: reported.title,
    summary: reported.summary,
    state: 'open',
    ownerUnit: repository.ownerUnit,
    restricted: repository.restricted,
    after: { tool, rule, severity, location, dueOn },
  });
  await context.tx
    .$extendTables<OperationsTables>()
    .insertInto('security_finding')
    .values({
      id: finding.id,
      severity,
      repository_id: repository.id,
      tool,
      rule,
      fingerprint: reported.fingerprint,
      location,
      url: reported.url,
      help: reported.help,
      found_at: toDate(context.now),
      found_on: today.toString(),
      due_on: dueOn,
    })
    .execute();
  await link(context, finding, 'affects', repository);
  if (service) await link(context, finding, 'affects', { kind: 'service', id: service });
}

/** What is reported once more after it was fixed is open again, and its days count from now. */
async function reopen(
  context: WriteContext,
  { today, deadlines }: Importing,
  known: KnownFinding,
  { severity, location }: ReportedFinding,
): Promise<void> {
  const dueOn = dueOnOf(today, severity, deadlines);
  await context.tx
    .$extendTables<OperationsTables>()
    .updateTable('security_finding')
    .set({
      severity,
      location,
      found_at: toDate(context.now),
      found_on: today.toString(),
      due_on: dueOn,
      fixed_at: null,
    })
    .where('id', '=', known.id)
    .execute();
  await changeEntity(
    context,
    { kind: 'security_finding', id: known.id },
    {
      action: 'security_finding.reopened',
      state: 'open',
      after: { severity, location, dueOn },
    },
  );
}

/** What the tool says is no longer there is fixed. */
async function close(context: WriteContext, known: KnownFinding, tool: string): Promise<void> {
  await closeExceptions(context, known.id);
  await context.tx
    .$extendTables<OperationsTables>()
    .updateTable('security_finding')
    .set({ fixed_at: toDate(context.now), excepted_until: null })
    .where('id', '=', known.id)
    .execute();
  await changeEntity(
    context,
    { kind: 'security_finding', id: known.id },
    {
      action: 'security_finding.fixed',
      state: 'fixed',
      after: { by: tool },
    },
  );
}

async function takeIn(context: WriteContext, importing: Importing, run: SarifRun): Promise<Counts> {
  const { tx } = context;
  const { tool, complete, findings, suppressed } = run;
  const before = await knownFindings(tx, importing.repository.id, tool);
  const counts = { found: 0, known: 0, reopened: 0, fixed: 0, suppressed };
  const reported = new Set<string>();
  for (const finding of findings) {
    reported.add(finding.fingerprint);
    const known = before.get(finding.fingerprint);
    if (!known) {
      await addFinding(context, importing, tool, finding);
      counts.found += 1;
    } else if (known.state === 'fixed') {
      await reopen(context, importing, known, finding);
      counts.reopened += 1;
    } else {
      counts.known += 1;
      if (known.location === finding.location) continue;
      await tx
        .$extendTables<OperationsTables>()
        .updateTable('security_finding')
        .set({ location: finding.location })
        .where('id', '=', known.id)
        .execute();
    }
  }
  if (!complete) return counts;
  for (const known of before.values()) {
    if (reported.has(known.fingerprint) || (known.state !== 'open' && known.state !== 'excepted')) {
      continue;
    }
    await close(context, known, tool);
    counts.fixed += 1;
  }
  return counts;
}

/**
 * Takes in what scanners found in a repository. The file is read before the transaction begins, so
 * that no connection waits for the parsing.
 */
export async function importSarif(
  context: ActContext,
  id: Id<'repository'>,
  service: Id<'service'> | undefined,
  file: Uint8Array,
): Promise<Counts> {
  const about = { kind: 'repository', id } as const;
  const repository = await loadEntity(context.db, context.actor, about);
  authorise(context.actor, 'contributor', repository.ownerUnit);
  if (service) await loadEntity(context.db, context.actor, { kind: 'service', id: service });
  const runs = readSarif(file);
  return context.write(async (write) => {
    const { tx, now } = write;
    await lockFindingsOf(tx, id);
    const { today } = await organisationDay(tx, now);
    const built = service ? [service] : await servicesBuiltFrom(tx, [id]);
    const importing: Importing = {
      repository,
      // Where several are built from it, nobody can say which one it is.
      service: built.length === 1 ? built[0] : undefined,
      today,
      deadlines: await readDeadlines(tx),
    };
    const counts = { found: 0, known: 0, reopened: 0, fixed: 0, suppressed: 0 };
    for (const run of runs) {
      const part = await takeIn(write, importing, run);
      for (const key of Object.keys(counts) as (keyof Counts)[]) counts[key] += part[key];
    }
    await record(write, {
      action: 'repository.findings_reported',
      entity: about,
      after: { tools: runs.map(({ tool }) => tool), ...counts },
    });
    return counts;
  });
}
