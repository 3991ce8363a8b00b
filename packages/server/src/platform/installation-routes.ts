import { operations } from '@throughline/contract';
import type { Db } from './database/connect.ts';
import type { ServedFromMemory } from './domain.ts';
import { read, write, type Route } from './http/route.ts';
import { openApi } from './http/openapi.ts';
import { loadEntity, loadSummaries } from './entities/entity.ts';
import type { Gates } from './gates/gate.ts';
import type { Insights } from './insights/insight.ts';
import { sealedTo } from './ledger/feed.ts';
import { ledgerPage } from './ledger/views.ts';
import { verifyLedger } from './ledger/verify.ts';
import { metricsText, type Metric } from './metrics.ts';
import { problem } from './problem.ts';

const { platform, insights: insightOperations } = operations;

const patienceMs = 2000;

/** How far the ledger is sealed; null where the database doesn't answer in time. */
async function sealedIfReachable(db: Db): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  const sealed = sealedTo(db).catch(() => null);
  const answer = await Promise.race([sealed, tooLate]);
  clearTimeout(timer);
  return answer;
}

/** Health, figures, documentation, gates and the ledger. */
export function platformRoutes(
  gates: Gates,
  node: {
    fromMemory: () => readonly ServedFromMemory[];
    metrics: () => readonly Metric[];
  },
): Route[] {
  let document: string | undefined;
  return [
    read(platform.getHealth, async () => ({ status: 'ok' as const })),
    read(platform.getReadiness, async ({ db }) => {
      const sealed = await sealedIfReachable(db);
      const fromMemory = [...node.fromMemory()];
      const missing =
        sealed === null
          ? [
              `The database can’t be reached: ${fromMemory.map(({ what }) => what).join(', ')} are served from memory, nothing else is.`,
            ]
          : [];
      const status = sealed === null ? ('degraded' as const) : ('ready' as const);
      return { status, version: '0.1.0', sealedTo: sealed, missing, fromMemory };
    }),
    read(platform.getMetrics, async () => ({
      body: metricsText(node.metrics()),
      mediaType: 'text/plain; version=0.0.4; charset=utf-8',
    })),
    read(platform.getOpenApi, async () => {
      document ??= JSON.stringify(openApi());
      return { body: document };
    }),
    read(platform.listGates, async () => ({
      items: gates.all.map(({ key, describes, kinds }) => ({ key, describes, kinds: [...kinds] })),
    })),
    read(platform.checkGate, async (context, { params, query }) => {
      await loadEntity(context.db, context.actor, query.about);
      const { state, says, evidence } = await gates.check(context, params.key, query.about);
      const ids = evidence.map(({ id }) => id);
      const summaries = await loadSummaries(context.db, context.actor, ids);
      return { state, says, evidence: [...summaries.values()] };
    }),
    read(platform.getLedger, (context, { query }) => ledgerPage(context, query)),
    write(platform.verifyLedger, ({ tx }) => verifyLedger(tx)),
  ];
}

/** The insights of all domains. */
export function insightRoutes(insights: Insights): Route[] {
  return [
    read(insightOperations.listInsights, async () => ({
      items: insights.all.map(({ key, title, describes }) => ({ key, title, describes })),
    })),
    read(insightOperations.runInsight, (context, { params, query }) => {
      let parameters: unknown;
      try {
        parameters = JSON.parse(query.parameters);
      } catch {
        throw problem('invalid_input', 'query.parameters: must be a JSON object.');
      }
      return insights.run(context, params.key, parameters);
    }),
  ];
}
