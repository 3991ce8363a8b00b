import { toReference, type EntityRef, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity, type Entity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { ruleOf } from '../rules.ts';
import type { RhythmTables } from '../tables.ts';
import { cadenceKeyTaken } from './cadence-store.ts';
import { cadenceTitle, sessionNamed, sessionsOfCycle, type HeldSession } from './held-session.ts';

/** What a new cadence needs. */
export interface NewCadence {
  readonly key?: string | undefined;
  readonly cycle: Id<'cycle'>;
  /** Which of the cycle's sessions, each as a cadence; what its own rule holds without it. */
  readonly sessions?: readonly string[] | undefined;
  readonly unit: Id<'unit'>;
  readonly parent?: Id<'cadence'> | undefined;
  readonly rule?: Readonly<Record<string, unknown>> | undefined;
  readonly time?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly facilitator?: Id<'person'> | undefined;
  readonly productOwner?: Id<'person'> | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * Lets a unit hold a cycle: one cadence, or one for each session that is named. The first is returned.
 * Throws `rhythm.rule_invalid`, `invalid_input` for a session that the cycle doesn't hold, or
 * `wrong_state` for an archived cycle.
 */
export async function createCadence(
  context: WriteContext,
  input: NewCadence,
): Promise<EntityRef<'cadence'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'editor', input.unit);
  const unit = await loadEntity(tx, actor, { kind: 'unit', id: input.unit });
  const cycle = await loadEntity(tx, actor, { kind: 'cycle', id: input.cycle });
  if (cycle.state !== 'active') throw problem('wrong_state', `${cycle.title} is ${cycle.state}.`);
  if (input.parent) await loadEntity(tx, actor, { kind: 'cadence', id: input.parent });
  await checkPeople(context, [input.facilitator, input.productOwner]);
  checkPeriod(input);
  const template = await sessionsOfCycle(tx, cycle.id);
  if (input.rule && (input.sessions?.length ?? 0) > 1) {
    throw problem(
      'invalid_input',
      'rule: sessions that have a rule of their own are added one by one.',
    );
  }
  const [first = template.own, ...others] = (input.sessions ?? []).map((key) =>
    sessionNamed(template, key),
  );
  const cadence = await createOne(
    context,
    { ...input, template: template.key },
    { cycle, unit },
    first,
  );
  for (const held of others) {
    await createOne(context, { ...input, template: template.key }, { cycle, unit }, held);
  }
  return cadence;
}

async function createOne(
  context: WriteContext,
  input: NewCadence & { readonly template: string },
  { cycle, unit }: { cycle: Entity<'cycle'>; unit: Entity<'unit'> },
  held: HeldSession,
): Promise<EntityRef<'cadence'> & { revision: number }> {
  const { tx } = context;
  ruleOf({
    rule: input.rule ?? held.rule,
    durationMinutes: held.durationMinutes,
    time: input.time ?? null,
    timeZone: input.timeZone ?? null,
  });
  const cadence = await createEntity(context, {
    kind: 'cadence',
    title: cadenceTitle(cycle.title, held, unit.title),
    summary: cycle.summary,
    state: 'active',
    ownerUnit: unit.id,
    after: {
      cycle: toReference('cycle', cycle.id),
      session: held.session,
      parent: input.parent ? toReference('cadence', input.parent) : null,
      rule: input.rule ?? null,
      time: input.time ?? null,
      timeZone: input.timeZone ?? null,
      facilitator: input.facilitator ? toReference('person', input.facilitator) : null,
      productOwner: input.productOwner ? toReference('person', input.productOwner) : null,
    },
  });
  const wanted = input.key ?? `${input.template}-${cadence.id.slice(-12)}`;
  if (await cadenceKeyTaken(tx, wanted)) {
    throw problem('already_exists', `The key “${wanted}” is taken. Choose another.`);
  }
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('cadence')
    .values({
      id: cadence.id,
      key: wanted,
      cycle_id: cycle.id,
      session: held.session,
      unit_id: unit.id,
      parent_id: input.parent ?? null,
      rule: input.rule ? JSON.stringify(input.rule) : null,
      time: input.time ?? null,
      time_zone: input.timeZone ?? null,
      facilitator_id: input.facilitator ?? null,
      product_owner_id: input.productOwner ?? null,
      since: input.since ?? null,
      until: input.until ?? null,
    })
    .execute();
  return cadence;
}

/** Throws `not_found` where one of them is nobody. */
export async function checkPeople(
  { tx, actor }: WriteContext,
  people: readonly (Id<'person'> | null | undefined)[],
): Promise<void> {
  for (const id of people) if (id) await loadEntity(tx, actor, { kind: 'person', id });
}

/** Throws `invalid_input` where a cadence would end before it begins. */
export function checkPeriod(period: {
  since?: string | null | undefined;
  until?: string | null | undefined;
}): void {
  if (period.since && period.until && period.until <= period.since) {
    throw problem('invalid_input', 'until: must be a day after since.');
  }
}
