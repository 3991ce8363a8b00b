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
  title,
} from './schemas.ts';

/** Which market an account belongs to. */
export const accountSegments = [
  'general-contractor',
  'project-owner',
  'specialty-contractor',
  'partner',
] as const;

/** How an account stands with us. */
export const accountStates = ['active', 'former'] as const;

export const segment = z.enum(accountSegments);
export const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();

const externalKey = z.string().trim().min(1).max(200);
/** A year's revenue in the organisation's reporting currency, in whole units of it. */
const annualValue = z.number().int().min(0).max(1_000_000_000_000);
const tier = z.number().int().min(1).max(5);

const accountRow = z.object({
  ref: referenceOf('account'),
  title: z.string(),
  state: z.enum(accountStates),
  segment,
  tier: z.number().int(),
  annualValue: z.number().int(),
  externalKey: z.string().nullable(),
  ownerUnit: unitSummary,
  restricted: z.boolean(),
});

const contactRow = z.object({
  ref: referenceOf('contact'),
  title: z.string(),
  state: z.enum(accountStates),
  role: z.string(),
  email: z.string().nullable(),
  /** Null where the account is none of the reader's. */
  account: entitySummary.nullable(),
});

const accountBody = {
  title,
  summary: text.default(''),
  ownerUnit: idOf('unit'),
  segment,
  tier: tier.default(3),
  annualValue: annualValue.default(0),
  /** The key by which the product's own users name it: what the widget signs as `account`. */
  externalKey: externalKey.optional(),
  restricted: z.boolean().default(true),
};

/** Customer and partner accounts, and the people in them. Restricted unless opened. */
export const engagementAccounts = {
  createAccount: operation({
    method: 'POST',
    path: '/api/v1/accounts',
    summary: 'Add a customer or partner account; only named readers see it unless it is opened',
    permission: 'contributor',
    body: z.object(accountBody),
    output: created('account'),
    status: 201,
    errors: ['already_exists'],
  }),
  getAccount: operation({
    method: 'GET',
    path: '/api/v1/accounts/{id}',
    summary: 'An account with its contacts, its programs and its feedback',
    permission: 'member',
    params: z.object({ id: idOf('account') }),
    output: z.object({
      ...entityFields,
      ...accountRow.shape,
      contacts: z.array(contactRow),
      programs: z.array(z.object({ program: entitySummary, since: instant })),
      feedback: z.object({ open: z.number().int(), total: z.number().int() }),
    }),
  }),
  listAccounts: operation({
    method: 'GET',
    path: '/api/v1/accounts',
    summary: 'Accounts that the reader may see, newest first',
    permission: 'member',
    query: pageQuery.extend({
      segment: segment.optional(),
      state: z.enum(accountStates).optional(),
      ownerUnit: idOf('unit').optional(),
    }),
    output: pageOf(accountRow),
  }),
  changeAccount: operation({
    method: 'PATCH',
    path: '/api/v1/accounts/{id}',
    summary: 'Change an account',
    permission: 'contributor',
    params: z.object({ id: idOf('account') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      state: z.enum(accountStates).optional(),
      segment: segment.optional(),
      tier: tier.optional(),
      annualValue: annualValue.optional(),
      externalKey: externalKey.nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['already_exists'],
  }),

  createContact: operation({
    method: 'POST',
    path: '/api/v1/contacts',
    summary: 'Add a person at an account; readers of the account read the contact',
    permission: 'contributor',
    body: z.object({
      title,
      account: idOf('account'),
      role: z.string().trim().max(200).default(''),
      email: z.email().max(254).optional(),
    }),
    output: created('contact'),
    status: 201,
  }),
  getContact: operation({
    method: 'GET',
    path: '/api/v1/contacts/{id}',
    summary: 'A contact',
    permission: 'member',
    params: z.object({ id: idOf('contact') }),
    output: z.object({ ...entityFields, ...contactRow.shape }),
  }),
  listContacts: operation({
    method: 'GET',
    path: '/api/v1/contacts',
    summary: 'Contacts that the reader may see, newest first; of an account',
    permission: 'member',
    query: pageQuery.extend({ account: idOf('account').optional() }),
    output: pageOf(contactRow),
  }),
  changeContact: operation({
    method: 'PATCH',
    path: '/api/v1/contacts/{id}',
    summary: 'Change a contact',
    permission: 'contributor',
    params: z.object({ id: idOf('contact') }),
    body: z.object({
      title: title.optional(),
      state: z.enum(accountStates).optional(),
      role: z.string().trim().max(200).optional(),
      email: z.email().max(254).nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
};
