import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import { freezesOver } from '../../release/index.ts';

/** The window of a planned change, and what it is made to. */
export interface PlannedWindow {
  readonly id: Id<'infrastructure_change'>;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly environments: readonly Id<'environment'>[];
}

/** What a planned change runs into: freezes, and other changes of the same. */
export interface Clashes {
  readonly freezes: readonly string[];
  readonly changes: readonly string[];
}

const before = (one: Temporal.Instant, other: Temporal.Instant) =>
  Temporal.Instant.compare(one, other) < 0;
const extreme = (times: readonly Temporal.Instant[], of: 'first' | 'last') =>
  times.toSorted(Temporal.Instant.compare).at(of === 'first' ? 0 : -1);

/** What some windows run into, in words: three queries, however many they are. */
export async function clashesOf(
  db: Db,
  windows: readonly PlannedWindow[],
): Promise<Map<Id<'infrastructure_change'>, Clashes>> {
  const from = extreme(
    windows.map((window) => window.from),
    'first',
  );
  const to = extreme(
    windows.map((window) => window.to),
    'last',
  );
  if (!from || !to) return new Map();
  const environments = [...new Set(windows.flatMap((window) => window.environments))];
  const freezes = await freezesOver(db, environments, { from, to });
  const { rows } = await sql<{
    own: Id<'infrastructure_change'>;
    title: string;
    restricted: boolean;
  }>`
    select distinct own.id as own, entity.title, entity.restricted
    from infrastructure_change own
    join link mine on mine.from_id = own.id and mine.relation = 'affects' and mine.until is null
    join link theirs on theirs.to_id = mine.to_id and theirs.relation = 'affects'
      and theirs.until is null and theirs.from_id <> own.id
    join infrastructure_change other on other.id = theirs.from_id
      and other.starts_at < own.ends_at and other.ends_at > own.starts_at
    join entity on entity.id = other.id and entity.state in ('planned', 'approved', 'in-progress')
    where own.id = any(${windows.map(({ id }) => id)}::uuid[])
    order by entity.title
  `.execute(db);
  const others = Map.groupBy(rows, ({ own }) => own);
  return new Map(
    windows.map((window) => [
      window.id,
      {
        freezes: freezes
          .filter(
            (freeze) =>
              window.environments.includes(freeze.environment) &&
              before(freeze.since, window.to) &&
              (freeze.until === null || before(window.from, freeze.until)),
          )
          .map(
            ({ title, reason, until }) =>
              `${title} is frozen${until ? ` until ${until.toString({ smallestUnit: 'minute' })}` : ''}: ${reason}`,
          ),
        changes: (others.get(window.id) ?? []).map(({ title, restricted }) =>
          restricted ? 'Another change is planned then' : `“${title}” is planned then, too`,
        ),
      },
    ]),
  );
}
