import { z } from 'zod';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { record } from '../../../platform/ledger/record.ts';
import { readSetting, writeSetting } from '../../../platform/settings.ts';
import type { OperationsTables, SecuritySeverity } from '../tables.ts';
import { sql } from 'kysely';
import { usualDeadlines, type Deadlines } from './finding-rules.ts';

const key = 'operations.finding-deadlines';
const days = z.number().int().positive();
const kept = z.object({ critical: days, high: days, medium: days, low: days });

/** The days that an organisation gives a finding of each severity. */
export async function readDeadlines(db: Db): Promise<Deadlines> {
  const parsed = kept.safeParse(await readSetting(db, key));
  return parsed.success ? parsed.data : usualDeadlines;
}

/** Sets them, and moves the deadlines of what is open; says of how many. */
export async function setDeadlines(context: WriteContext, deadlines: Deadlines): Promise<number> {
  const { tx } = context;
  await writeSetting(context, key, deadlines);
  let moved = 0;
  for (const severity of Object.keys(deadlines) as SecuritySeverity[]) {
    const { numUpdatedRows } = await tx
      .$extendTables<OperationsTables>()
      .updateTable('security_finding')
      .set({ due_on: sql<string>`found_on + ${deadlines[severity]}::integer` })
      .where('severity', '=', severity)
      .where(
        sql<boolean>`due_on <> found_on + ${deadlines[severity]}::integer and exists (
          select 1 from entity where entity.id = security_finding.id
            and entity.state in ('open', 'excepted'))`,
      )
      .executeTakeFirst();
    moved += Number(numUpdatedRows);
  }
  await record(context, {
    action: 'security_finding_policy.changed',
    after: { days: deadlines, moved },
  });
  return moved;
}
