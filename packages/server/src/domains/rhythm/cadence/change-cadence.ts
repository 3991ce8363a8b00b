import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { ruleOf } from '../rules.ts';
import type { RhythmTables } from '../tables.ts';
import { loadCadence, risesTo } from './cadence-store.ts';
import { checkPeople, checkPeriod } from './create-cadence.ts';
import { cadenceTitle, sessionNamed, sessionsOfCycle } from './held-session.ts';

/** What may change of a cadence; what is left out stays, null returns to the cycle's own. */
export interface CadenceChange {
  readonly cycle?: Id<'cycle'> | undefined;
  readonly parent?: Id<'cadence'> | null | undefined;
  readonly rule?: Readonly<Record<string, unknown>> | null | undefined;
  readonly time?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly facilitator?: Id<'person'> | null | undefined;
  readonly productOwner?: Id<'person'> | null | undefined;
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
}

/**
 * Changes a cadence. Reviews that are on the calendar already stay where they are: move them, or
 * cancel them. Throws `rhythm.rule_invalid`, or `entity.circular` for a parent that rises to it.
 */
export async function changeCadence(
  context: WriteContext,
  id: Id<'cadence'>,
  change: CadenceChange,
): Promise<number> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'cadence', id }, { lock: true });
  authorise(actor, 'editor', entity.ownerUnit);
  const cadence = await loadCadence(tx, actor, id);
  const cycle = change.cycle ?? cadence.cycle.id;
  const goesBy = await loadEntity(tx, actor, { kind: 'cycle', id: cycle });
  if (change.cycle && goesBy.state !== 'active') {
    throw problem('wrong_state', `${goesBy.title} is ${goesBy.state}.`);
  }
  const template = await sessionsOfCycle(tx, cycle);
  const held = cadence.session === null ? template.own : sessionNamed(template, cadence.session);
  const kept = <T>(given: T | undefined, present: T): T => (given === undefined ? present : given);
  const ownRule = kept(change.rule, cadence.ownRule);
  const time = kept(change.time, cadence.time);
  const timeZone = kept(change.timeZone, cadence.timeZone);
  ruleOf({
    rule: ownRule ?? held.rule,
    durationMinutes: held.durationMinutes,
    time,
    timeZone,
  });
  await checkPeople(context, [change.facilitator, change.productOwner]);
  const facilitator = kept(change.facilitator, cadence.team.facilitator);
  const productOwner = kept(change.productOwner, cadence.team.productOwner);
  const since = kept(change.since, cadence.since);
  const until = kept(change.until, cadence.until);
  checkPeriod({ since, until });
  const parent = kept(change.parent, cadence.parent);
  if (parent && parent !== cadence.parent) {
    await sql`select pg_advisory_xact_lock(hashtext('cadence'))`.execute(tx);
    await loadEntity(tx, actor, { kind: 'cadence', id: parent });
    if (await risesTo(tx, parent, id)) {
      throw problem('entity.circular', 'That cadence rises to this one already.');
    }
  }
  const revision = await changeEntity(context, entity, {
    ...(cycle === cadence.cycle.id
      ? {}
      : { title: cadenceTitle(goesBy.title, held, cadence.unit.title) }),
    after: {
      cycle: toReference('cycle', cycle),
      rule: ownRule,
      time,
      timeZone,
      since,
      until,
      parent: parent ? toReference('cadence', parent) : null,
      facilitator: facilitator ? toReference('person', facilitator) : null,
      productOwner: productOwner ? toReference('person', productOwner) : null,
    },
  });
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('cadence')
    .set({
      cycle_id: cycle,
      parent_id: parent,
      rule: ownRule ? JSON.stringify(ownRule) : null,
      time,
      time_zone: timeZone,
      facilitator_id: facilitator,
      product_owner_id: productOwner,
      since,
      until,
    })
    .where('id', '=', id)
    .execute();
  return revision;
}
