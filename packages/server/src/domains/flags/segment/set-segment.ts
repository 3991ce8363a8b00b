import { randomBytes } from 'node:crypto';
import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { checkClauses, segmentKeysOf } from '../rules.ts';
import { presentSegments, raiseVersion } from '../store.ts';
import type { FlagsTables } from '../tables.ts';
import { loadSegment, usersOfSegments } from './segment-store.ts';

type Input = ParsedInput<OperationOf<'flags.changeSegment'>>['body'];

interface Place {
  readonly environment: Id<'environment'>;
  readonly key: string;
}

async function begin(context: WriteContext, { environment }: Place) {
  const entity = await loadEntity(context.tx, context.actor, {
    kind: 'environment',
    id: environment,
  });
  authorise(context.actor, 'contributor', entity.ownerUnit);
  return raiseVersion(context.tx, environment);
}

async function checkNested(context: WriteContext, place: Place, named: readonly string[]) {
  const there = await presentSegments(context.tx, place.environment, named);
  const missing = named.find((key) => !there.has(key) && key !== place.key);
  if (missing)
    throw problem('flags.invalid', `There is no segment “${missing}” in this environment.`);
  const users = await usersOfSegments(context.tx, place.environment);
  const seen = new Set<string>();
  const reach = [...named];
  for (let key = reach.pop(); key !== undefined; key = reach.pop()) {
    if (key === place.key) {
      throw problem('flags.circular', 'These segments lead back to the segment itself.');
    }
    if (seen.has(key)) continue;
    seen.add(key);
    for (const use of users) {
      if (use.kind === 'segment' && use.user === key) reach.push(use.segment);
    }
  }
}

/** Creates a segment or sets it. Throws `already_exists`, `stale_revision`, `flags.invalid`, `flags.circular`. */
export async function setSegment(
  context: WriteContext,
  place: Place,
  input: Input,
  way: 'create' | 'change',
): Promise<number> {
  const { tx, now } = context;
  await begin(context, place);
  const present = await loadSegment(tx, place.environment, place.key);
  if (way === 'create' && present) {
    throw problem(
      'already_exists',
      `There is a segment “${place.key}” in this environment already.`,
    );
  }
  if (way === 'change') {
    if (!present) throw problem('not_found', 'There is no such segment in this environment.');
    if (context.ifMatch !== undefined && context.ifMatch !== present.revision) {
      throw problem('stale_revision', 'Somebody changed this segment since you loaded it.', {
        revision: present.revision,
      });
    }
  }
  const { title, summary, ...definition } = input;
  checkClauses(definition.rules);
  await checkNested(context, place, segmentKeysOf(definition.rules));
  const revision = (present?.revision ?? 0) + 1;
  const fields = {
    title,
    summary,
    revision,
    definition: JSON.stringify(definition),
    changed_at: toDate(now),
  };
  await tx
    .$extendTables<FlagsTables>()
    .insertInto('segment')
    .values({
      environment_id: place.environment,
      key: place.key,
      salt: randomBytes(16).toString('hex'),
      ...fields,
    })
    .onConflict((conflict) => conflict.columns(['environment_id', 'key']).doUpdateSet(fields))
    .execute();
  await record(context, {
    action: way === 'create' ? 'segment.created' : 'segment.changed',
    entity: { kind: 'environment', id: place.environment },
    after: {
      environment: toReference('environment', place.environment),
      key: place.key,
      title,
      revision,
      rules: definition.rules,
    },
  });
  return revision;
}

/** Deletes a segment. Throws `in_use` while a flag or another segment names it. */
export async function deleteSegment(context: WriteContext, place: Place): Promise<void> {
  const { tx } = context;
  await begin(context, place);
  const present = await loadSegment(tx, place.environment, place.key);
  if (!present) throw problem('not_found', 'There is no such segment in this environment.');
  const users = await usersOfSegments(tx, place.environment);
  const using = users.filter(({ segment }) => segment === place.key).map(({ user }) => user);
  if (using.length > 0) throw problem('in_use', `${using.join(', ')} still name this segment.`);
  await tx
    .$extendTables<FlagsTables>()
    .deleteFrom('segment')
    .where('environment_id', '=', place.environment)
    .where('key', '=', place.key)
    .execute();
  await record(context, {
    action: 'segment.deleted',
    entity: { kind: 'environment', id: place.environment },
    after: { environment: toReference('environment', place.environment), key: place.key },
  });
}
