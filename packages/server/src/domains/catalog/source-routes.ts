import { operations, toReference } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { read, write, type Route } from '../../platform/http/route.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { problem } from '../../platform/problem.ts';
import { changeConnection } from './connection/change-connection.ts';
import {
  authoriseQueries,
  listConnections,
  loadConnection,
  loadTarget,
} from './connection/connection-store.ts';
import { createConnection } from './connection/create-connection.ts';
import { deleteConnection } from './connection/delete-connection.ts';
import { queryConnection } from './connection/query-connection.ts';
import { takeMetricJob } from './jobs.ts';
import { checkMetricCsv, importMetricCsv } from './metric/import-metric-csv.ts';
import { loadSource } from './metric/metric-store.ts';
import { readSource, type SourceDeps } from './metric/read-source.ts';
import { isTaken } from './metric/source-rules.ts';

const { catalog } = operations;
const mostShown = 20;

/** What the catalog's operations need of the rest. */
export interface CatalogDeps extends SourceDeps {
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly offersInsight: (key: string) => boolean;
}

/** Binds the operations about where metrics get their values. */
export function sourceRoutes(deps: CatalogDeps): Route[] {
  const { jobs, secrets } = deps;
  return [
    write(catalog.createConnection, async (context, { body }) => ({
      ref: toReference('connection', await createConnection(context, secrets, body)),
    })),
    read(catalog.listConnections, (context) => listConnections(context)),
    write(catalog.changeConnection, (context, { params, body }) =>
      changeConnection(context, secrets, params.id, body).then(() => undefined),
    ),
    write(catalog.deleteConnection, (context, { params }) =>
      deleteConnection(context, params.id).then(() => undefined),
    ),
    read(catalog.testConnection, async ({ db }, { params }) => {
      await loadConnection(db, params.id);
      const target = await loadTarget(db, secrets, params.id);
      if ('fault' in target) return { problem: target.fault };
      const answer = await queryConnection(target, 'select 1');
      return { problem: 'fault' in answer ? answer.fault : null };
    }),
    read(catalog.testMetricSource, async (context, { body: { source } }) => {
      if (source.kind === 'sql') {
        authoriseQueries(context.actor, await loadConnection(context.db, source.connection));
      }
      const taking = await readSource(context, deps, source);
      if ('fault' in taking) return { values: [], count: 0, problem: taking.fault };
      const { values } = taking;
      return { values: values.slice(-mostShown).toReversed(), count: values.length, problem: null };
    }),
    write(catalog.takeMetric, async ({ tx, actor }, { params: { id } }) => {
      const metric = await loadEntity(tx, actor, { kind: 'metric', id });
      authorise(actor, 'contributor', metric.ownerUnit);
      if (!isTaken(await loadSource(tx, id))) {
        throw problem('wrong_state', 'This metric’s values are recorded, not taken.');
      }
      await jobs.enqueue(tx, takeMetricJob, { metric: id });
      return undefined;
    }),
    read(catalog.checkMetricCsv, (context, { params, body }) =>
      checkMetricCsv(context, params.id, body.csv),
    ),
    write(catalog.importMetricCsv, (context, { params, body }) =>
      importMetricCsv(context, params.id, body.csv),
    ),
  ];
}
