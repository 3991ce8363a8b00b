import { toReference, type Id } from '@throughline/contract';
import { system } from '../../platform/access/actor.ts';
import type { Db } from '../../platform/database/connect.ts';
import { loadSummaries } from '../../platform/entities/entity.ts';
import {
  headOf,
  membersOf,
  roleHolder,
  unitByKey,
  unitsUnder,
  type RoleHolder,
} from '../org/index.ts';
import { unitKeyIn, whoSays, type Who } from './who.ts';

/** Who is meant on a day: in words, and the people; nobody where the post is vacant. */
export interface Party {
  readonly says: string;
  readonly vacant: boolean;
  readonly unit: { readonly id: Id<'unit'>; readonly title: string } | null;
  readonly people: readonly { readonly id: Id<'person'>; readonly name: string }[];
}

/** Whom a team named on its cadence. */
export interface TeamRoles {
  readonly facilitator: Id<'person'> | null;
  readonly productOwner: Id<'person'> | null;
}

/** What a `Who` is read in: a cadence's unit, a day, and for rotations which occurrence it is. */
export interface PartyContext {
  readonly unit: { readonly id: Id<'unit'>; readonly title: string };
  readonly team: TeamRoles;
  /** `2027-01-12` */
  readonly day: string;
  /** Counts the occurrences: whose turn it is. */
  readonly turn: number;
  /** The unit that owns what the review is about. */
  readonly subjectOwner: Id<'unit'> | null;
}

async function named(db: Db, ids: readonly string[]) {
  // Names of people and units are internal to the organisation: no member may not see them.
  const summaries = await loadSummaries(db, system('party'), ids);
  return (id: string) => summaries.get(id)?.title ?? '';
}

async function peopleOf(db: Db, ids: readonly Id<'person'>[]): Promise<Party['people']> {
  const nameOf = await named(db, ids);
  return ids.map((id) => ({ id, name: nameOf(id) }));
}

function holderParty(holder: RoleHolder | undefined, says: string): Party {
  return {
    says: holder ? `${holder.title}, ${holder.unitName}` : says,
    vacant: !holder?.person,
    unit: holder ? { id: holder.unit, title: holder.unitName } : null,
    people: holder?.person ? [{ id: holder.person.id, name: holder.person.name }] : [],
  };
}

/** Who a `Who` is. */
export async function resolveParty(db: Db, one: Who, context: PartyContext): Promise<Party> {
  const { day } = context;
  if ('position' in one) {
    return holderParty(await roleHolder(db, one.position, day), whoSays(one, ''));
  }
  if ('ownersOf' in one) {
    if (!context.subjectOwner)
      return { says: whoSays(one, ''), vacant: true, unit: null, people: [] };
    const ids = await membersOf(db, context.subjectOwner, day);
    const head = await headOf(db, context.subjectOwner, day);
    const all = head?.person ? [...new Set([head.person.id, ...ids])] : ids;
    const people = await peopleOf(db, all);
    return { says: whoSays(one, ''), vacant: people.length === 0, unit: null, people };
  }
  const key = unitKeyIn(one);
  const id = key === undefined ? context.unit.id : await unitByKey(db, key);
  if (!id) return { says: key ?? '', vacant: true, unit: null, people: [] };
  const unit = {
    id,
    title: id === context.unit.id ? context.unit.title : (await named(db, [id]))(id),
  };
  const says = whoSays(one, unit.title);
  const party = (people: Party['people']): Party => ({
    says,
    vacant: people.length === 0,
    unit,
    people,
  });
  if ('headOf' in one) return holderParty(await headOf(db, id, day), says);
  if ('unit' in one) {
    const head = await headOf(db, id, day);
    return party(head?.person ? [{ id: head.person.id, name: head.person.name }] : []);
  }
  if ('headsUnder' in one) {
    const heads = [];
    for (const below of await unitsUnder(db, id, day))
      heads.push((await headOf(db, below, day))?.person);
    return party(heads.flatMap((person) => (person ? [{ id: person.id, name: person.name }] : [])));
  }
  const members = await membersOf(db, id, day);
  if ('rotation' in one) {
    const next = members[context.turn % Math.max(1, members.length)];
    return party(next ? await peopleOf(db, [next]) : []);
  }
  if ('teamRole' in one && one.teamRole !== 'team') {
    const { facilitator, productOwner } = context.team;
    const person = one.teamRole === 'facilitator' ? facilitator : productOwner;
    return party(person ? await peopleOf(db, [person]) : []);
  }
  return party(await peopleOf(db, members));
}

/** Resolves the parties of many cadences at a time: whom several of them name is asked for once. */
export function partyResolver(db: Db): (one: Who, context: PartyContext) => Promise<Party> {
  const known = new Map<string, Promise<Party>>();
  return (one, context) => {
    // A post, or a unit by its key, is the same wherever it is named.
    const anywhere = 'position' in one || unitKeyIn(one) !== undefined;
    const { unit, ...rest } = context;
    const key = JSON.stringify([one, anywhere ? null : unit.id, rest]);
    const party = known.get(key) ?? resolveParty(db, one, context);
    known.set(key, party);
    return party;
  };
}

const mostShown = 100;

/** A party in the form of the API: at most 100 people of it. */
export function partyView(party: Party) {
  return {
    says: party.says,
    vacant: party.vacant,
    unit: party.unit ? { ref: toReference('unit', party.unit.id), title: party.unit.title } : null,
    people: party.people
      .slice(0, mostShown)
      .map(({ id, name }) => ({ ref: toReference('person', id), name })),
  };
}
