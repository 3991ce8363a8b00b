import { operations, toReference } from '@throughline/contract';
import { sourceRoutes, type CatalogDeps } from './source-routes.ts';
import { featureAdoption } from './usage/adoption-views.ts';
import { recordUsage } from './usage/record-usage.ts';
import { read, write, type Route } from '../../platform/http/route.ts';
import { changeFeature } from './feature/change-feature.ts';
import { createFeature } from './feature/create-feature.ts';
import { featureView, listFeatures } from './feature/feature-views.ts';
import { changeMetric } from './metric/change-metric.ts';
import { createMetric } from './metric/create-metric.ts';
import { listMetricValues, listMetrics, metricView } from './metric/metric-views.ts';
import { recordMetricValues } from './metric/record-metric-values.ts';
import { changeProduct } from './product/change-product.ts';
import { createProduct } from './product/create-product.ts';
import { listProducts, productMap, productView } from './product/product-views.ts';
import { changeService } from './service/change.ts';
import { createService } from './service/create.ts';
import { listServices, serviceView } from './service/service-views.ts';

const { catalog } = operations;

/** Binds the catalog's operations. */
export function catalogRoutes(deps: CatalogDeps): Route[] {
  const { today, offersInsight } = deps;
  return [
    write(catalog.createProduct, async (context, { body }) => {
      const { id, revision } = await createProduct(context, body);
      return { ref: toReference('product', id), revision };
    }),
    read(catalog.getProduct, (context, { params }) => productView(context, params.id)),
    read(catalog.listProducts, (context, { query }) => listProducts(context, query)),
    write(catalog.changeProduct, async (context, { params, body }) => ({
      revision: await changeProduct(context, params.id, body),
    })),
    read(catalog.getProductMap, (context, { query }) => productMap(context, query)),

    write(catalog.createFeature, async (context, { body }) => {
      const { id, revision } = await createFeature(context, body);
      return { ref: toReference('feature', id), revision };
    }),
    read(catalog.getFeature, (context, { params }) => featureView(context, params.id)),
    read(catalog.listFeatures, (context, { query }) => listFeatures(context, query)),
    write(catalog.changeFeature, async (context, { params, body }) => ({
      revision: await changeFeature(context, params.id, body, today(context)),
    })),
    read(catalog.getAdoption, (context, { params, query }) =>
      featureAdoption(context, today(context), params.id, query.weeks),
    ),
    write(catalog.recordUsage, (context, { body }) => recordUsage(context, body.events, today)),

    write(catalog.createService, async (context, { body }) => {
      const { id, revision } = await createService(context, body);
      return { ref: toReference('service', id), revision };
    }),
    read(catalog.getService, (context, { params }) => serviceView(context, params.id)),
    read(catalog.listServices, (context, { query }) => listServices(context, query)),
    write(catalog.changeService, async (context, { params, body }) => ({
      revision: await changeService(context, params.id, body),
    })),

    write(catalog.createMetric, async (context, { body }) => {
      const { id, revision } = await createMetric(context, offersInsight, body);
      return { ref: toReference('metric', id), revision };
    }),
    read(catalog.getMetric, async (context, { params }) =>
      metricView(context, today(context), params.id),
    ),
    read(catalog.listMetrics, async (context, { query }) =>
      listMetrics(context, today(context), query),
    ),
    write(catalog.changeMetric, async (context, { params, body }) => ({
      revision: await changeMetric(context, offersInsight, params.id, body),
    })),
    write(catalog.recordMetricValue, async (context, { params, body }) => ({
      recorded: await recordMetricValues(context, [{ metric: params.id, ...body }]),
    })),
    write(catalog.recordMetricValues, async (context, { body }) => ({
      recorded: await recordMetricValues(context, body.values),
    })),
    read(catalog.listMetricValues, (context, { params, query }) =>
      listMetricValues(context, params.id, query),
    ),
    ...sourceRoutes(deps),
  ];
}
