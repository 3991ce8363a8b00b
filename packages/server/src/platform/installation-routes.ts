import { operations } from '@throughline/contract';
import { sql } from 'kysely';
import { read, write, type Route } from './http/route.ts';
import { openApi } from './http/openapi.ts';
import { loadEntity, loadSummaries } from './entities/entity.ts';
import type { Gates } from './gates/gate.ts';
import type { Insights } from './insights/insight.ts';
import { sealedTo } from './ledger/feed.ts';
import { ledgerPage } from './ledger/views.ts';
import { verifyLedger } from './ledger/verify.ts';
import { problem } from './problem.ts';

const { platform, insights: insightOperations } = operations;

/** Health, documentation, gates and the ledger. */
export function platformRoutes(gates: Gates): Route[] {
  let document: string | undefined;
  return [
    read(platform.getHealth, async () => ({ status: 'ok' as const })),
    read(platform.getReadiness, async ({ db }) => {
      await sql`select 1`.execute(db);
      return { status: 'ready' as const, version: '0.1.0', sealedTo: await sealedTo(db) };
    }),
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
