import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import { changePerson } from './change-person.ts';
import { changePrinciple } from './change-principle.ts';
import { changeUnit } from './change-unit.ts';
import { closeUnit } from './close-unit.ts';
import { createLeadership } from './create-leadership.ts';
import { createMembership } from './create-membership.ts';
import { createPerson } from './create-person.ts';
import { createPrinciple } from './create-principle.ts';
import { createUnit } from './create-unit.ts';
import { endLeadership } from './end-leadership.ts';
import { endMembership } from './end-membership.ts';
import { handOverLeadership } from './hand-over-leadership.ts';
import { moveUnit } from './move-unit.ts';
import { organisationView } from './organisation-views.ts';
import { listPeople, personView } from './people-views.ts';
import { listLeaderships, listMemberships } from './period-views.ts';
import { listPrinciples, principleView } from './principle-views.ts';
import { chart, listUnits } from './unit-tree-views.ts';
import { listOwned, unitView } from './unit-views.ts';

const { org } = operations;

/** Binds the operations of this domain. */
export const orgRoutes: readonly Route[] = [
  read(org.getOrganisation, (context) => organisationView(context)),
  read(org.getChart, (context, { query }) => chart(context, query)),
  read(org.listUnits, (context, { query }) => listUnits(context, query)),
  write(org.createUnit, async (context, { body }) => {
    const { id, revision } = await createUnit(context, body);
    return { ref: toReference('unit', id), revision };
  }),
  read(org.getUnit, (context, { params, query }) => unitView(context, params.id, query)),
  write(org.changeUnit, async (context, { params, body }) => ({
    revision: await changeUnit(context, params.id, body),
  })),
  write(org.moveUnit, async (context, { params, body }) => ({
    revision: await moveUnit(context, params.id, body),
  })),
  write(org.closeUnit, async (context, { params, body }) => ({
    revision: await closeUnit(context, params.id, body.on),
  })),
  read(org.listOwned, (context, { params, query }) => listOwned(context, params.id, query)),

  read(org.listPeople, (context, { query }) => listPeople(context, query)),
  write(org.createPerson, async (context, { body }) => {
    const { id, revision } = await createPerson(context, body);
    return { ref: toReference('person', id), revision };
  }),
  read(org.getPerson, (context, { params }) => personView(context, params.id)),
  write(org.changePerson, async (context, { params, body }) => ({
    revision: await changePerson(context, params.id, body),
  })),

  write(org.createMembership, async (context, { body }) => ({
    ref: toReference('membership', await createMembership(context, body)),
  })),
  write(org.endMembership, async (context, { params, body }) => {
    await endMembership(context, params.id, body.on);
    return { ref: toReference('membership', params.id) };
  }),
  read(org.listMemberships, (context, { query }) => listMemberships(context, query)),

  write(org.createLeadership, async (context, { body }) => ({
    ref: toReference('leadership', await createLeadership(context, body)),
  })),
  write(org.handOverLeadership, async (context, { params, body }) => ({
    ref: toReference('leadership', await handOverLeadership(context, params.id, body)),
  })),
  write(org.endLeadership, async (context, { params, body }) => {
    await endLeadership(context, params.id, body.on);
    return { ref: toReference('leadership', params.id) };
  }),
  read(org.listLeaderships, (context, { query }) => listLeaderships(context, query)),

  read(org.listPrinciples, (context, { query }) => listPrinciples(context, query)),
  write(org.createPrinciple, async (context, { body }) => {
    const { id, revision } = await createPrinciple(context, body);
    return { ref: toReference('principle', id), revision };
  }),
  write(org.changePrinciple, async (context, { params, body }) => ({
    revision: await changePrinciple(context, params.id, body),
  })),
  read(org.getPrinciple, (context, { params }) => principleView(context, params.id)),
];
