import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
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
  text,
  title,
} from './schemas.ts';

/** What a product is: made and sold, or no longer. */
export const productStates = ['active', 'retired'] as const;

/** How far a feature is. */
export const featureStates = ['idea', 'building', 'available', 'retired'] as const;

/** How far a service is. */
export const serviceStates = ['planned', 'running', 'retired'] as const;

/** Who may see the data that a service keeps, from everybody to the fewest. */
export const dataClassifications = ['public', 'internal', 'confidential', 'restricted'] as const;

/** Whether more or less of a metric is better. */
export const metricDirections = ['up', 'down'] as const;

/** An address that a person can open. */
const address = z.url({ protocol: /^https?$/ }).max(2000);

const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();

const productRow = z.object({
  ref: referenceOf('product'),
  title: z.string(),
  summary: z.string(),
  state: z.enum(productStates),
  ownerUnit: unitSummary,
  features: z.number().int(),
  services: z.number().int(),
});

const featureRow = z.object({
  ref: referenceOf('feature'),
  title: z.string(),
  state: z.enum(featureStates),
  ownerUnit: unitSummary,
  product: entitySummary.nullable(),
  documentation: z.string().nullable(),
  updatedAt: instant,
});

const serviceRow = z.object({
  ref: referenceOf('service'),
  title: z.string(),
  state: z.enum(serviceStates),
  ownerUnit: unitSummary,
  product: entitySummary.nullable(),
  /** 1: the company stops without it; 4: nobody notices for a day. */
  tier: z.number().int(),
  dataClassification: z.enum(dataClassifications),
});

/** A metric's standing: its last value, how old that is, and whether it is too old to trust. */
const standing = {
  unit: z.string(),
  direction: z.enum(metricDirections),
  target: z.number().nullable(),
  freshnessDays: z.number().int(),
  last: z.object({ on: plainDate, value: z.number() }).nullable(),
  /** The change from the value before the last one, in the metric's unit. */
  change: z.number().nullable(),
  /** Whole days since the last value's date. */
  ageDays: z.number().int().nullable(),
  stale: z.boolean(),
  /** Whether the last value reaches the target; null without either. */
  onTarget: z.boolean().nullable(),
} as const;

const metricRow = z.object({
  ref: referenceOf('metric'),
  title: z.string(),
  ownerUnit: unitSummary,
  ...standing,
});

const metricValue = z.object({
  on: plainDate,
  value: z.number(),
  note: z.string(),
  recordedAt: instant,
  recordedBy: z.string(),
  /** How many earlier entries of the same date this one corrects. */
  corrections: z.number().int(),
  /** Whether this is the value that counts for its date. */
  current: z.boolean(),
});

const recorded = {
  /** The day that the value is true of, not the day that it was typed in. */
  on: plainDate,
  value: z.number(),
  note: z.string().trim().max(1000).default(''),
} as const;

const ownerUnit = idOf('unit');

/** What we make and run: products, features, services, and the metrics that say how they do. */
export const catalog = {
  createProduct: operation({
    method: 'POST',
    path: '/api/v1/products',
    summary: 'Add a product',
    permission: 'contributor',
    body: z.object({ title, summary: text.default(''), ownerUnit }),
    output: created('product'),
    status: 201,
  }),
  getProduct: operation({
    method: 'GET',
    path: '/api/v1/products/{id}',
    summary: 'A product with its features, services and metrics (200 of each at most)',
    permission: 'member',
    params: z.object({ id: idOf('product') }),
    output: z.object({
      ref: referenceOf('product'),
      ...entityFields,
      state: z.enum(productStates),
      features: z.array(entitySummary),
      services: z.array(entitySummary),
      metrics: z.array(entitySummary),
    }),
  }),
  listProducts: operation({
    method: 'GET',
    path: '/api/v1/products',
    summary: 'Products, newest first',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(productStates).optional(),
      ownerUnit: ownerUnit.optional(),
    }),
    output: pageOf(productRow),
  }),
  changeProduct: operation({
    method: 'PATCH',
    path: '/api/v1/products/{id}',
    summary: 'Change a product, or retire it',
    permission: 'contributor',
    params: z.object({ id: idOf('product') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: ownerUnit.optional(),
      state: z.enum(productStates).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  getProductMap: operation({
    method: 'GET',
    path: '/api/v1/product-map',
    summary: 'Every product with its features and services, and those that belong to none',
    permission: 'member',
    query: z.object({ ownerUnit: ownerUnit.optional() }),
    output: z.object({
      products: z.array(
        z.object({
          ref: referenceOf('product'),
          title: z.string(),
          summary: z.string(),
          state: z.enum(productStates),
          ownerUnit: unitSummary,
          features: z.array(featureRow),
          services: z.array(serviceRow),
        }),
      ),
      featuresWithoutProduct: z.array(featureRow),
      servicesWithoutProduct: z.array(serviceRow),
      /** More than 2,000 features or services: the map shows the newest of them. */
      truncated: z.boolean(),
    }),
  }),

  createFeature: operation({
    method: 'POST',
    path: '/api/v1/features',
    summary: 'Add a feature of a product, with the initiatives that it delivers',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit,
      product: idOf('product').optional(),
      state: z.enum(featureStates).default('idea'),
      documentation: address.optional(),
      delivers: z.array(idOf('initiative')).max(50).default([]),
    }),
    output: created('feature'),
    status: 201,
  }),
  getFeature: operation({
    method: 'GET',
    path: '/api/v1/features/{id}',
    summary: 'A feature',
    permission: 'member',
    params: z.object({ id: idOf('feature') }),
    output: z.object({
      ref: referenceOf('feature'),
      ...entityFields,
      state: z.enum(featureStates),
      product: entitySummary.nullable(),
      documentation: z.string().nullable(),
      delivers: z.array(entitySummary),
      flags: z.array(entitySummary),
      metrics: z.array(entitySummary),
    }),
  }),
  listFeatures: operation({
    method: 'GET',
    path: '/api/v1/features',
    summary: 'Features, newest first; of a product, a unit, in a state',
    permission: 'member',
    query: pageQuery.extend({
      product: idOf('product').optional(),
      ownerUnit: ownerUnit.optional(),
      state: z.enum(featureStates).optional(),
    }),
    output: pageOf(featureRow),
  }),
  changeFeature: operation({
    method: 'PATCH',
    path: '/api/v1/features/{id}',
    summary: 'Change a feature; given lists replace the present ones',
    permission: 'contributor',
    params: z.object({ id: idOf('feature') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: ownerUnit.optional(),
      product: idOf('product').nullable().optional(),
      state: z.enum(featureStates).optional(),
      documentation: address.nullable().optional(),
      delivers: z.array(idOf('initiative')).max(50).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),

  createService: operation({
    method: 'POST',
    path: '/api/v1/services',
    summary: 'Add a service that we run',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit,
      product: idOf('product').optional(),
      state: z.enum(serviceStates).default('running'),
      tier: z.number().int().min(1).max(4),
      dataClassification: z.enum(dataClassifications),
      repositories: z.array(idOf('repository')).max(50).default([]),
      dependsOn: z.array(idOf('service')).max(100).default([]),
    }),
    output: created('service'),
    status: 201,
    errors: ['entity.circular'],
  }),
  getService: operation({
    method: 'GET',
    path: '/api/v1/services/{id}',
    summary: 'A service, what it needs and what needs it',
    permission: 'member',
    params: z.object({ id: idOf('service') }),
    output: z.object({
      ...entityFields,
      ...serviceRow.shape,
      repositories: z.array(entitySummary),
      dependsOn: z.array(entitySummary),
      neededBy: z.array(entitySummary),
      metrics: z.array(entitySummary),
    }),
  }),
  listServices: operation({
    method: 'GET',
    path: '/api/v1/services',
    summary: 'Services, newest first; of a product, a unit, a tier, in a state',
    permission: 'member',
    query: pageQuery.extend({
      product: idOf('product').optional(),
      ownerUnit: ownerUnit.optional(),
      tier: z.coerce.number().int().min(1).max(4).optional(),
      state: z.enum(serviceStates).optional(),
    }),
    output: pageOf(serviceRow),
  }),
  changeService: operation({
    method: 'PATCH',
    path: '/api/v1/services/{id}',
    summary: 'Change a service; given lists replace the present ones',
    permission: 'contributor',
    params: z.object({ id: idOf('service') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: ownerUnit.optional(),
      product: idOf('product').nullable().optional(),
      state: z.enum(serviceStates).optional(),
      tier: z.number().int().min(1).max(4).optional(),
      dataClassification: z.enum(dataClassifications).optional(),
      repositories: z.array(idOf('repository')).max(50).optional(),
      dependsOn: z.array(idOf('service')).max(100).optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['entity.circular'],
  }),

  createMetric: operation({
    method: 'POST',
    path: '/api/v1/metrics',
    summary: 'Define a metric: what it counts, which way is better, how fresh it must be',
    permission: 'contributor',
    body: z.object({
      title,
      definition: text.min(1),
      ownerUnit,
      unit: z.string().trim().min(1).max(40),
      direction: z.enum(metricDirections),
      target: z.number().optional(),
      freshnessDays: z.number().int().min(1).max(400).default(31),
      /** What it measures: shown on their pages. */
      measures: z
        .array(entityRefOf('product', 'feature', 'service'))
        .max(20)
        .default([]),
    }),
    output: created('metric'),
    status: 201,
  }),
  getMetric: operation({
    method: 'GET',
    path: '/api/v1/metrics/{id}',
    summary: 'A metric with its definition and its standing today',
    permission: 'member',
    params: z.object({ id: idOf('metric') }),
    output: z.object({
      ref: referenceOf('metric'),
      ...entityFields,
      definition: z.string(),
      source: z.enum(['entry']),
      ...standing,
      measures: z.array(entitySummary),
    }),
  }),
  listMetrics: operation({
    method: 'GET',
    path: '/api/v1/metrics',
    summary: 'Metrics with their standing today, newest first',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: ownerUnit.optional(),
      measures: entityRefOf('product', 'feature', 'service').optional(),
    }),
    output: pageOf(metricRow),
  }),
  changeMetric: operation({
    method: 'PATCH',
    path: '/api/v1/metrics/{id}',
    summary: 'Change a metric’s definition, target or freshness; its values stay',
    permission: 'contributor',
    params: z.object({ id: idOf('metric') }),
    body: z.object({
      title: title.optional(),
      definition: text.min(1).optional(),
      ownerUnit: ownerUnit.optional(),
      unit: z.string().trim().min(1).max(40).optional(),
      direction: z.enum(metricDirections).optional(),
      target: z.number().nullable().optional(),
      freshnessDays: z.number().int().min(1).max(400).optional(),
      measures: z
        .array(entityRefOf('product', 'feature', 'service'))
        .max(20)
        .optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  recordMetricValue: operation({
    method: 'POST',
    path: '/api/v1/metrics/{id}/values',
    summary: 'Record a metric’s value of a day; a second entry for the day corrects the first',
    permission: 'contributor',
    params: z.object({ id: idOf('metric') }),
    body: z.object(recorded),
    output: z.object({ recorded: z.number().int() }),
    status: 201,
  }),
  recordMetricValues: operation({
    method: 'POST',
    path: '/api/v1/metric-values',
    summary: 'Record up to 1,000 values of any metrics at once: all or none',
    permission: 'contributor',
    body: z.object({
      values: z
        .array(z.object({ metric: idOf('metric'), ...recorded }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ recorded: z.number().int() }),
    status: 201,
  }),
  listMetricValues: operation({
    method: 'GET',
    path: '/api/v1/metrics/{id}/values',
    summary: 'A metric’s values, newest day first; with corrected entries where asked',
    permission: 'member',
    params: z.object({ id: idOf('metric') }),
    query: pageQuery.extend({
      from: plainDate.optional(),
      to: plainDate.optional(),
      corrected: z.stringbool().default(false),
    }),
    output: pageOf(metricValue),
  }),
};
