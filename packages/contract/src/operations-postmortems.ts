import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  text,
} from './schemas.ts';

/** Where a postmortem stands. */
export const postmortemStates = ['draft', 'in-review', 'published'] as const;

/** What of the incident a section of the template begins with. */
export const postmortemFills = ['nothing', 'summary', 'impact', 'timeline', 'cause'] as const;

const templateSection = z.object({
  title: z.string().trim().min(1).max(100),
  /** What whoever writes it is asked. */
  prompt: z.string().trim().max(1000).default(''),
  fills: z.enum(postmortemFills).default('nothing'),
});

const section = z.object({
  title: z.string().trim().min(1).max(100),
  prompt: z.string().trim().max(1000).default(''),
  text,
});

const postmortemRow = z.object({
  ref: referenceOf('postmortem'),
  title: z.string(),
  state: z.enum(postmortemStates),
  incident: entitySummary.nullable(),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  /** Actions that follow from it: not yet done, and all. */
  openActions: z.number().int(),
  actions: z.number().int(),
  publishedAt: instant.nullable(),
  revision: z.number().int(),
});

const params = z.object({ id: idOf('postmortem') });

/** The blameless account of an incident: drafted from its timeline, reviewed, published. */
export const postmortems = {
  draftPostmortem: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/postmortem',
    summary: 'Draft the postmortem of an incident from its timeline, by the template',
    permission: 'contributor',
    params: z.object({ id: idOf('incident') }),
    output: created('postmortem'),
    status: 201,
    errors: ['already_exists'],
  }),
  changePostmortem: operation({
    method: 'PATCH',
    path: '/api/v1/postmortems/{id}',
    summary: 'Write its sections',
    permission: 'contributor',
    params,
    body: z.object({ sections: z.array(section).min(1).max(20) }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  movePostmortem: operation({
    method: 'POST',
    path: '/api/v1/postmortems/{id}/move',
    summary:
      'Hand it in for review, publish what somebody else handed in, or take it back to draft',
    permission: 'contributor',
    params,
    body: z.object({
      to: z.enum(postmortemStates),
      note: z.string().trim().max(2000).default(''),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state', 'operations.own_request'],
  }),
  getPostmortem: operation({
    method: 'GET',
    path: '/api/v1/postmortems/{id}',
    summary: 'A postmortem',
    permission: 'member',
    params,
    output: z.object({
      ...entityFields,
      ...postmortemRow.shape,
      sections: z.array(z.object({ title: z.string(), prompt: z.string(), text: z.string() })),
      handedInBy: z.string().nullable(),
      /** Handed in by the reader, who can't publish it therefore. */
      mine: z.boolean(),
      publishedBy: z.string().nullable(),
    }),
  }),
  listPostmortems: operation({
    method: 'GET',
    path: '/api/v1/postmortems',
    summary: 'Postmortems, newest first; in a state, of a unit',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(postmortemStates).optional(),
      ownerUnit: idOf('unit').optional(),
    }),
    output: pageOf(postmortemRow),
  }),
  getPostmortemTemplate: operation({
    method: 'GET',
    path: '/api/v1/postmortem-template',
    summary: 'The sections that a new postmortem has',
    permission: 'member',
    output: z.object({
      sections: z.array(
        z.object({ title: z.string(), prompt: z.string(), fills: z.enum(postmortemFills) }),
      ),
    }),
  }),
  setPostmortemTemplate: operation({
    method: 'PUT',
    path: '/api/v1/postmortem-template',
    summary: 'Set the sections that a new postmortem has',
    permission: 'administrator',
    body: z.object({ sections: z.array(templateSection).min(1).max(20) }),
    output: z.object({ sections: z.number().int() }),
  }),
};
