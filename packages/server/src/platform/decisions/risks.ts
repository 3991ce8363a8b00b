import {
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { authorise, can } from '../access/can.ts';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { copyReaders } from '../entities/copy-readers.ts';
import { changeEntity, createEntity, loadEntity } from '../entities/entity.ts';
import { link } from '../entities/link.ts';
import { problem } from '../problem.ts';

/** What a new risk needs, as the operation takes it. */
export type NewRisk = ParsedInput<OperationOf<'decisions.createRisk'>>['body'];

/**
 * Says what may go wrong with something. The risk belongs to the unit of what it threatens unless
 * another is named, and is as confidential as the most confidential of it.
 */
export async function createRisk(
  context: WriteContext,
  input: NewRisk,
): Promise<EntityRef<'risk'> & { revision: number }> {
  const { tx, actor } = context;
  const threatened = await Promise.all(input.threatens.map((ref) => loadEntity(tx, actor, ref)));
  const madeIn = input.madeIn && (await loadEntity(tx, actor, input.madeIn));
  const ownerUnit = input.ownerUnit ?? threatened[0]?.ownerUnit ?? madeIn?.ownerUnit ?? null;
  authorise(actor, 'contributor', ownerUnit);
  if (input.ownerUnit) await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const owner = input.owner ?? (actor.kind === 'member' ? actor.person : null);
  if (owner) await loadEntity(tx, actor, { kind: 'person', id: owner });
  const { likelihood, impact, mitigation } = input;
  const confidential = [...threatened, ...(madeIn ? [madeIn] : [])].filter(
    ({ restricted }) => restricted,
  );
  const risk = await createEntity(context, {
    kind: 'risk',
    title: input.title,
    summary: input.summary,
    state: 'open',
    ownerUnit,
    restricted: confidential.length > 0,
    after: {
      owner: owner ? toReference('person', owner) : null,
      likelihood,
      impact,
      mitigation,
      dueOn: input.dueOn ?? null,
    },
  });
  await tx
    .insertInto('risk')
    .values({
      id: risk.id,
      owner_id: owner,
      likelihood,
      impact,
      mitigation,
      due_on: input.dueOn ?? null,
    })
    .execute();
  for (const entity of threatened) await link(context, risk, 'threatens', entity);
  for (const entity of confidential) await copyReaders(tx, entity, risk);
  if (madeIn) await link(context, risk, 'made_in', madeIn);
  return risk;
}

/** What may change of a risk; what is left out stays. */
export type RiskChange = ParsedInput<OperationOf<'decisions.changeRisk'>>['body'];

/**
 * Judges a risk again, hands it on, or settles it: its owner may, and a contributor of its unit. A
 * date that moves back counts as carried over. Throws `forbidden`.
 */
export async function changeRisk(
  context: WriteContext,
  id: Id<'risk'>,
  change: RiskChange,
): Promise<number> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'risk', id }, { lock: true });
  const before = await tx
    .selectFrom('risk')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const mine = actor.kind === 'member' && actor.person !== null && actor.person === before.owner_id;
  if (!mine && !can(actor, 'contributor', entity.ownerUnit)) {
    throw problem('forbidden', 'Only its owner, or a contributor of its unit, changes a risk.');
  }
  const { title, summary, state, owner, ...own } = change;
  if (owner) await loadEntity(tx, actor, { kind: 'person', id: owner });
  const carried = Boolean(own.dueOn) && before.due_on !== null && (own.dueOn ?? '') > before.due_on;
  const settled = state === 'closed' || state === 'occurred';
  await tx
    .updateTable('risk')
    .set({
      owner_id: owner === undefined ? before.owner_id : owner,
      likelihood: own.likelihood ?? before.likelihood,
      impact: own.impact ?? before.impact,
      mitigation: own.mitigation ?? before.mitigation,
      due_on: own.dueOn === undefined ? before.due_on : own.dueOn,
      carried_over: before.carried_over + (carried ? 1 : 0),
      ...(state === undefined ? {} : { closed_at: settled ? toDate(now) : null }),
    })
    .where('id', '=', id)
    .execute();
  const moved = state !== undefined && state !== entity.state;
  return changeEntity(context, entity, {
    action: moved ? `risk.${state === 'open' ? 'reopened' : state}` : 'risk.changed',
    title,
    summary,
    state,
    after: {
      ...own,
      ...(owner === undefined ? {} : { owner: owner ? toReference('person', owner) : null }),
    },
  });
}
