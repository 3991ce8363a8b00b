import { z } from 'zod';
import { metrics } from './catalog-metrics.ts';
import { adoptionPoint, usage } from './catalog-usage.ts';
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
  slug,
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
  /** By which usage events name it; null where nothing reports its use. */
  key: z.string().nullable(),
  /** On the last day that was counted; null before. */
  adoption: adoptionPoint.nullable(),
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

const ownerUnit = idOf('unit');

/** Uses in 28 days from which on an account has adopted a feature. */
const adoptionUses = z.number().int().min(1).max(1000);

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
      key: slug.optional(),
      adoptionUses: adoptionUses.default(3),
      delivers: z.array(idOf('initiative')).max(50).default([]),
    }),
    output: created('feature'),
    status: 201,
    errors: ['already_exists'],
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
      key: z.string().nullable(),
      adoptionUses: z.number().int(),
      adoption: adoptionPoint.nullable(),
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
      key: slug.nullable().optional(),
      adoptionUses: adoptionUses.optional(),
      delivers: z.array(idOf('initiative')).max(50).optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['already_exists'],
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

  ...metrics,
  ...usage,
};
