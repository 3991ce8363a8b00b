import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  pageOf,
  pageQuery,
  plainDate,
  text,
  title,
} from './schemas.ts';

/** A risk is open until it is taken on knowingly, has come true, or is gone. */
export const riskStates = ['open', 'accepted', 'occurred', 'closed'] as const;

/** Likelihood and impact: 1 is the least, 5 the most. */
const degree = z.number().int().min(1).max(5);

const riskView = z.object({
  ref: referenceOf('risk'),
  title: z.string(),
  state: z.enum(riskStates),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  owner: z.object({ ref: referenceOf('person'), name: z.string() }).nullable(),
  likelihood: z.number().int(),
  impact: z.number().int(),
  /** Likelihood times impact: 1 to 25. */
  severity: z.number().int(),
  /** What is being done about it. */
  mitigation: z.string(),
  /** By when that is to have helped. */
  dueOn: plainDate.nullable(),
  /** How often that date was moved. */
  carriedOver: z.number().int(),
  threatens: z.array(entitySummary),
  madeIn: entitySummary.nullable(),
  revision: z.number().int(),
});

/** What may go wrong with anything: raised by hand or in a review, followed until it is gone. */
export const risks = {
  createRisk: operation({
    method: 'POST',
    path: '/api/v1/risks',
    summary:
      'Say what may go wrong with something, how likely, how badly, and what is done about it',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      threatens: z.array(entityRefOf()).max(20).default([]),
      /** That of what it threatens first, where left out. */
      ownerUnit: idOf('unit').optional(),
      owner: idOf('person').optional(),
      likelihood: degree,
      impact: degree,
      mitigation: text.default(''),
      dueOn: plainDate.optional(),
      madeIn: entityRefOf('review', 'meeting', 'launch').optional(),
    }),
    output: created('risk'),
    status: 201,
  }),
  changeRisk: operation({
    method: 'PATCH',
    path: '/api/v1/risks/{id}',
    summary: 'Judge a risk again, hand it on, mitigate, accept or close it',
    permission: 'member',
    params: z.object({ id: idOf('risk') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      owner: idOf('person').nullable().optional(),
      likelihood: degree.optional(),
      impact: degree.optional(),
      mitigation: text.optional(),
      dueOn: plainDate.nullable().optional(),
      state: z.enum(riskStates).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  getRisk: operation({
    method: 'GET',
    path: '/api/v1/risks/{id}',
    summary: 'A risk',
    permission: 'member',
    params: z.object({ id: idOf('risk') }),
    output: z.object({ ...entityFields, ...riskView.shape }),
  }),
  listRisks: operation({
    method: 'GET',
    path: '/api/v1/risks',
    summary: 'Risks, the most severe first; of a person, to an entity, from a review, in a state',
    permission: 'member',
    query: pageQuery.extend({
      owner: idOf('person').optional(),
      threatens: entityRefOf().optional(),
      madeIn: entityRefOf('review', 'meeting', 'launch').optional(),
      state: z.enum(riskStates).optional(),
    }),
    output: pageOf(riskView),
  }),
};
