import { randomUUID } from 'node:crypto';
import { toReference, type FlagConfiguration, type Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { record } from '../../platform/ledger/record.ts';
import { problem } from '../../platform/problem.ts';
import { checkConfiguration, segmentKeysOf, type Configuration } from './rules.ts';
import {
  flagsByKey,
  loadConfiguration,
  loadFlag,
  needsLeadTo,
  presentSegments,
  raiseVersion,
  wantsReview,
  type Configured,
  type FlagRow,
} from './store.ts';
import type { FlagsTables } from './tables.ts';

/** What a change answers. */
export interface ConfigurationChanged {
  readonly revision: number;
  /** What a node must have reached to serve it. */
  readonly environmentVersion: number;
}

/** A flag in an environment. */
export interface Place {
  readonly flag: Id<'flag'>;
  readonly environment: Id<'environment'>;
}

async function prerequisiteIds(
  context: WriteContext,
  { flag, environment }: Place,
  configuration: Configuration,
): Promise<Id<'flag'>[]> {
  const { tx } = context;
  const known = await flagsByKey(
    tx,
    configuration.prerequisites.map(({ key }) => key),
  );
  const ids = configuration.prerequisites.map(({ key, variation }) => {
    const needed = known.get(key);
    if (!needed) throw problem('flags.invalid', `There is no active flag “${key}” to wait for.`);
    if (variation >= needed.variations) {
      throw problem('flags.invalid', `“${key}” has no variation ${variation}.`);
    }
    return needed.id;
  });
  if (await needsLeadTo(tx, environment, ids, flag)) {
    throw problem('flags.circular', 'These prerequisites lead back to the flag itself.');
  }
  return [...new Set(ids)];
}

async function write(
  context: WriteContext,
  place: Place,
  next: Configured,
  facts: { action: string; needs: readonly Id<'flag'>[] | null; by?: string | undefined },
) {
  const { tx, actor, now } = context;
  const tables = tx.$extendTables<FlagsTables>();
  const row = {
    flag_id: place.flag,
    environment_id: place.environment,
    revision: next.revision,
    is_on: next.on,
    configuration: JSON.stringify(next.configuration),
    changed_at: toDate(now),
    changed_by: facts.by ?? actor.name,
  };
  await tables
    .insertInto('flag_configuration')
    .values(row)
    .onConflict((conflict) => conflict.columns(['flag_id', 'environment_id']).doUpdateSet(row))
    .execute();
  await tables.insertInto('flag_configuration_version').values(row).execute();
  if (facts.needs) {
    await tables
      .deleteFrom('flag_prerequisite')
      .where('flag_id', '=', place.flag)
      .where('environment_id', '=', place.environment)
      .execute();
    for (const needed of facts.needs) {
      await tables
        .insertInto('flag_prerequisite')
        .values({ flag_id: place.flag, environment_id: place.environment, needs_flag_id: needed })
        .execute();
    }
  }
  await record(context, {
    action: facts.action,
    entity: { kind: 'flag', id: place.flag },
    after: {
      environment: toReference('environment', place.environment),
      revision: next.revision,
      on: next.on,
      ...next.configuration,
    },
  });
}

/** Takes the environment's lock: what is read next holds until the commit. Throws `wrong_state`. */
async function begin(context: WriteContext, place: Place) {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'flag', id: place.flag });
  await loadEntity(tx, actor, { kind: 'environment', id: place.environment });
  if (entity.state === 'archived') {
    throw problem('wrong_state', 'This flag is archived. Restore it first.');
  }
  const environmentVersion = await raiseVersion(tx, place.environment);
  const flag: FlagRow = await loadFlag(tx, place.flag);
  const present = await loadConfiguration(tx, flag, place.environment);
  return { flag, present, environmentVersion };
}

async function authorisePlace({ tx, actor }: WriteContext, { flag }: Place): Promise<void> {
  const entity = await loadEntity(tx, actor, { kind: 'flag', id: flag });
  authorise(actor, 'contributor', entity.ownerUnit);
}

/** Throws `flags.needs_review` where a change has to be put to another person first. */
export async function requireNoReview({ tx }: WriteContext, place: Place): Promise<void> {
  if (!(await wantsReview(tx, place.environment))) return;
  throw problem(
    'flags.needs_review',
    'Changes in this environment want another person’s review: propose it, and have it approved.',
  );
}

/**
 * Checks a configuration against the flag, its environment's segments and the flags that it waits for.
 * Throws `flags.invalid`, `flags.circular`. Answers the flags that it needs.
 */
export async function checkPlaced(
  context: WriteContext,
  place: Place,
  configuration: Configuration,
  flag: FlagRow,
): Promise<Id<'flag'>[]> {
  checkConfiguration(configuration, flag.variations);
  const segments = segmentKeysOf(configuration.rules);
  const there = await presentSegments(context.tx, place.environment, segments);
  const missing = segments.find((key) => !there.has(key));
  if (missing !== undefined) {
    throw problem('flags.invalid', `There is no segment “${missing}” in this environment.`);
  }
  return prerequisiteIds(context, place, configuration);
}

/** Every rule has an id that reasons can name. */
export function withRuleIds(configuration: Configuration): Configuration {
  return {
    ...configuration,
    rules: configuration.rules.map((rule) => ({ ...rule, id: rule.id ?? randomUUID() })),
  };
}

/**
 * Makes what is asked of the present configuration what decides, whoever asks; null leaves it as it is.
 * Throws `flags.invalid`, `flags.circular`, `wrong_state`.
 */
export async function applyConfiguration(
  context: WriteContext,
  place: Place,
  next: (
    present: Configured,
    flag: FlagRow,
  ) => { on: boolean; configuration: Configuration; action: string; by?: string } | null,
): Promise<ConfigurationChanged> {
  const { flag, present, environmentVersion } = await begin(context, place);
  const wanted = next(present, flag);
  if (wanted === null) return { revision: present.revision, environmentVersion };
  const configuration = withRuleIds(wanted.configuration);
  const same = wanted.configuration === present.configuration;
  const needs = same ? null : await checkPlaced(context, place, configuration, flag);
  const revision = present.revision + 1;
  await write(
    context,
    place,
    { revision, on: wanted.on, configuration },
    { action: wanted.action, needs, by: wanted.by },
  );
  return { revision, environmentVersion };
}

/**
 * Sets how a flag decides in an environment. Throws `stale_revision`, `flags.invalid`,
 * `flags.circular`, `flags.needs_review`, `wrong_state`.
 */
export async function setFlagConfiguration(
  context: WriteContext,
  place: Place,
  input: FlagConfiguration,
): Promise<ConfigurationChanged> {
  await authorisePlace(context, place);
  await requireNoReview(context, place);
  return applyConfiguration(context, place, (present) => {
    requireRevision(context, present);
    const { on, ...configuration } = input;
    return { on, configuration, action: 'flag.configured' };
  });
}

/** Throws `stale_revision` where somebody changed it since the caller loaded it. */
export function requireRevision({ ifMatch }: WriteContext, { revision }: Configured): void {
  if (ifMatch === undefined || ifMatch === revision) return;
  throw problem(
    'stale_revision',
    'Somebody changed this flag here since you loaded it. Load it again, then repeat your change.',
    { revision },
  );
}

/**
 * Turns a flag on or off in an environment; as it is already changes nothing. Turning off never waits
 * for a review. Throws `flags.needs_review`, `wrong_state`.
 */
export async function turnFlag(
  context: WriteContext,
  place: Place,
  on: boolean,
): Promise<ConfigurationChanged> {
  await authorisePlace(context, place);
  if (on) await requireNoReview(context, place);
  return applyConfiguration(context, place, (present) =>
    present.on === on && present.revision > 0
      ? null
      : {
          on,
          configuration: present.configuration,
          action: on ? 'flag.turned_on' : 'flag.turned_off',
        },
  );
}
