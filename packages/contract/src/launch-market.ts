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
  plainDate,
  slug,
  text,
  title,
} from './schemas.ts';

/** Whether a competitor still competes. */
export const competitorStates = ['active', 'gone'] as const;

/** A price is drafted, proposed, approved; a later version replaces it. */
export const priceStates = ['draft', 'proposed', 'approved', 'replaced'] as const;

/** How far a campaign is. */
export const campaignStates = ['planned', 'running', 'done', 'cancelled'] as const;

/** How an amount follows from a quantity. */
export const priceShapes = ['flat', 'per-unit', 'package', 'graduated', 'volume'] as const;

const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();

/** A line of a battlecard. Internal lines never leave the company; each names source and date. */
const battlecardLine = z.object({
  text: z.string().trim().min(1).max(1000),
  audience: z.enum(['internal', 'shareable']),
  source: z.string().trim().min(1).max(500),
  on: plainDate,
});

const battlecardView = battlecardLine.extend({
  ageDays: z.number().int(),
  /** Older than 30 days: check it before anybody relies on it. */
  stale: z.boolean(),
});

const competitorRow = z.object({
  ref: referenceOf('competitor'),
  title: z.string(),
  state: z.enum(competitorStates),
  website: z.string(),
  ownerUnit: unitSummary,
  lines: z.number().int(),
  staleLines: z.number().int(),
});

/** A decimal amount of money as text, so that no cent is lost: `1250.00`. */
const money = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be an amount such as 1250.00');
const quantity = z.number().int().min(1).max(1_000_000_000);
const bands = z
  .array(z.object({ upTo: quantity.nullable(), unitAmount: money }))
  .min(1)
  .max(20)
  .refine(
    (rows) =>
      rows.every(({ upTo }, index) => {
        const before = rows[index - 1]?.upTo;
        return (
          (upTo === null) === (index === rows.length - 1) && (upTo ?? Infinity) > (before ?? 0)
        );
      }),
    'bands rise, and only the last one is open (upTo: null)',
  );

/**
 * Amounts by shape. `graduated`: each band's units cost that band's amount; `volume`: all units cost
 * the amount of the band that the quantity falls in; `package`: every started package costs it.
 */
const amounts = z.discriminatedUnion('shape', [
  z.object({ shape: z.literal('flat'), amount: money }),
  z.object({ shape: z.literal('per-unit'), unit: z.string().min(1).max(50), unitAmount: money }),
  z.object({
    shape: z.literal('package'),
    unit: z.string().min(1).max(50),
    size: quantity,
    packageAmount: money,
  }),
  z.object({ shape: z.literal('graduated'), unit: z.string().min(1).max(50), bands }),
  z.object({ shape: z.literal('volume'), unit: z.string().min(1).max(50), bands }),
]);

/** What a price costs, by its shape. */
export type PriceAmounts = z.output<typeof amounts>;

const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a code of ISO 4217 such as USD');

const priceRow = z.object({
  ref: referenceOf('price'),
  title: z.string(),
  state: z.enum(priceStates),
  book: z.string(),
  version: z.number().int(),
  shape: z.enum(priceShapes),
  currency: z.string(),
  effectiveFrom: plainDate,
  ownerUnit: unitSummary,
  restricted: z.boolean(),
});

const channels = z.array(z.string().trim().min(1).max(60)).max(20);

const campaignRow = z.object({
  ref: referenceOf('campaign'),
  title: z.string(),
  state: z.enum(campaignStates),
  audience: z.string(),
  channels: z.array(z.string()),
  startsOn: plainDate.nullable(),
  endsOn: plainDate.nullable(),
  ownerUnit: unitSummary,
});

const supports = z.array(idOf('launch')).max(20);

/** What a launch stands on: competitors with battlecards, prices, campaigns. */
export const launchMarket = {
  createCompetitor: operation({
    method: 'POST',
    path: '/api/v1/competitors',
    summary: 'Add a competitor with its battlecard',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      website: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .optional(),
      battlecard: z.array(battlecardLine).max(100).default([]),
      supports: supports.default([]),
    }),
    output: created('competitor'),
    status: 201,
  }),
  getCompetitor: operation({
    method: 'GET',
    path: '/api/v1/competitors/{id}',
    summary: 'A competitor with its battlecard; `shareable` shows only what may leave the company',
    permission: 'member',
    params: z.object({ id: idOf('competitor') }),
    query: z.object({ audience: z.enum(['all', 'shareable']).default('all') }),
    output: z.object({
      ...entityFields,
      ...competitorRow.shape,
      battlecard: z.array(battlecardView),
      launches: z.array(entitySummary),
    }),
  }),
  listCompetitors: operation({
    method: 'GET',
    path: '/api/v1/competitors',
    summary: 'Competitors, newest first; supporting a launch',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(competitorStates).optional(),
      launch: idOf('launch').optional(),
    }),
    output: pageOf(competitorRow),
  }),
  changeCompetitor: operation({
    method: 'PATCH',
    path: '/api/v1/competitors/{id}',
    summary: 'Change a competitor; a given battlecard replaces the present one',
    permission: 'contributor',
    params: z.object({ id: idOf('competitor') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      state: z.enum(competitorStates).optional(),
      website: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]).optional(),
      battlecard: z.array(battlecardLine).max(100).optional(),
      supports: supports.optional(),
    }),
    output: changed,
    ifMatch: true,
  }),

  createPrice: operation({
    method: 'POST',
    path: '/api/v1/prices',
    summary: 'Draft the next version of a price in a price book; only named readers see it',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      /** What is priced: versions of one book replace each other. */
      book: slug,
      amounts,
      currency,
      effectiveFrom: plainDate,
      restricted: z.boolean().default(true),
      supports: supports.default([]),
    }),
    output: created('price'),
    status: 201,
  }),
  getPrice: operation({
    method: 'GET',
    path: '/api/v1/prices/{id}',
    summary: 'A price with its amounts',
    permission: 'member',
    params: z.object({ id: idOf('price') }),
    output: z.object({
      ...entityFields,
      ...priceRow.shape,
      amounts,
      approvedAt: instant.nullable(),
      launches: z.array(entitySummary),
    }),
  }),
  listPrices: operation({
    method: 'GET',
    path: '/api/v1/prices',
    summary: 'Prices that the reader may see, newest first; of a book, in a state, of a launch',
    permission: 'member',
    query: pageQuery.extend({
      book: slug.optional(),
      state: z.enum(priceStates).optional(),
      launch: idOf('launch').optional(),
    }),
    output: pageOf(priceRow),
  }),
  changePrice: operation({
    method: 'PATCH',
    path: '/api/v1/prices/{id}',
    summary: 'Change a draft; what is proposed or approved changes by a new version only',
    permission: 'contributor',
    params: z.object({ id: idOf('price') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      amounts: amounts.optional(),
      currency: currency.optional(),
      effectiveFrom: plainDate.optional(),
      supports: supports.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  proposePrice: operation({
    method: 'POST',
    path: '/api/v1/prices/{id}/propose',
    summary: 'Ask for approval of a draft',
    permission: 'contributor',
    params: z.object({ id: idOf('price') }),
    output: changed,
    errors: ['wrong_state'],
  }),
  decidePrice: operation({
    method: 'POST',
    path: '/api/v1/prices/{id}/decide',
    summary: 'Approve a proposed price, which replaces the approved one, or send it back to draft',
    permission: 'owner',
    params: z.object({ id: idOf('price') }),
    body: z.object({ verdict: z.enum(['approved', 'draft']), reason: text.default('') }),
    output: changed,
    errors: ['wrong_state'],
  }),

  createCampaign: operation({
    method: 'POST',
    path: '/api/v1/campaigns',
    summary: 'Plan a campaign',
    permission: 'contributor',
    body: z.object({
      title,
      ownerUnit: idOf('unit'),
      brief: text.default(''),
      audience: z.string().trim().max(500).default(''),
      channels: channels.default([]),
      startsOn: plainDate.optional(),
      endsOn: plainDate.optional(),
      supports: supports.default([]),
    }),
    output: created('campaign'),
    status: 201,
  }),
  getCampaign: operation({
    method: 'GET',
    path: '/api/v1/campaigns/{id}',
    summary: 'A campaign',
    permission: 'member',
    params: z.object({ id: idOf('campaign') }),
    output: z.object({
      ...entityFields,
      ...campaignRow.shape,
      launches: z.array(entitySummary),
    }),
  }),
  listCampaigns: operation({
    method: 'GET',
    path: '/api/v1/campaigns',
    summary: 'Campaigns, newest first; supporting a launch',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(campaignStates).optional(),
      launch: idOf('launch').optional(),
    }),
    output: pageOf(campaignRow),
  }),
  changeCampaign: operation({
    method: 'PATCH',
    path: '/api/v1/campaigns/{id}',
    summary: 'Change a campaign',
    permission: 'contributor',
    params: z.object({ id: idOf('campaign') }),
    body: z.object({
      title: title.optional(),
      ownerUnit: idOf('unit').optional(),
      state: z.enum(campaignStates).optional(),
      brief: text.optional(),
      audience: z.string().trim().max(500).optional(),
      channels: channels.optional(),
      startsOn: plainDate.nullable().optional(),
      endsOn: plainDate.nullable().optional(),
      supports: supports.optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
};
