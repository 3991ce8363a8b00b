import { z } from 'zod';
import { historyEntry } from './entities.ts';
import { anyReference, entityRefOf } from './ids.ts';
import { operation, raw } from './operation.ts';
import { entityKind, entitySummary, plainDate } from './schemas.ts';

/** The installation itself: health, documentation, Home, live updates, gates, the ledger. */
export const platform = {
  getHealth: operation({
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the process runs',
    permission: 'public',
    output: z.object({ status: z.literal('ok') }),
  }),
  getReadiness: operation({
    method: 'GET',
    path: '/readyz',
    summary: 'Whether this node can serve, and what is missing if it cannot',
    description:
      'A node that has lost its database is `degraded`: what it serves from memory goes on, so that it answers 200 and should be kept in rotation.',
    permission: 'public',
    output: z.object({
      status: z.enum(['ready', 'degraded']),
      version: z.string(),
      /** Null while the database can’t be reached. */
      sealedTo: z.number().int().nullable(),
      /** What is missing, a sentence each. */
      missing: z.array(z.string()),
      /** What is served without the database, and how old it may be. */
      fromMemory: z.array(z.object({ what: z.string(), confirmedSecondsAgo: z.number() })),
    }),
  }),
  getMetrics: operation({
    method: 'GET',
    path: '/metricsz',
    summary: 'How this node fares, in the text format of Prometheus',
    permission: 'member',
    output: raw('text/plain'),
  }),
  getOpenApi: operation({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This interface as OpenAPI 3.1',
    permission: 'public',
    output: raw('application/json'),
  }),
  getHome: operation({
    method: 'GET',
    path: '/api/v1/home',
    summary: 'What needs me today, most urgent first',
    permission: 'member',
    output: z.object({
      today: plainDate,
      needs: z.array(
        z.object({
          key: z.string(),
          entity: entitySummary,
          says: z.string(),
          dueOn: plainDate.nullable(),
          urgency: z.enum(['overdue', 'today', 'soon', 'later']),
          /** The act that settles it: an operation of this interface with its input filled in. */
          act: z
            .object({
              label: z.string(),
              operation: z.string(),
              params: z.record(z.string(), z.string()),
              body: z.record(z.string(), z.unknown()),
              ifMatch: z.number().int().nullable(),
            })
            .nullable(),
        }),
      ),
    }),
  }),
  streamLive: operation({
    method: 'GET',
    path: '/api/v1/live',
    summary: 'Which entities changed, as server-sent events, so that pages refresh themselves',
    permission: 'member',
    output: raw('text/event-stream'),
  }),
  listGates: operation({
    method: 'GET',
    path: '/api/v1/gates',
    summary: 'The gates that a deployment, a launch or a ramp can wait for',
    permission: 'member',
    output: z.object({
      items: z.array(
        z.object({ key: z.string(), describes: z.string(), kinds: z.array(entityKind) }),
      ),
    }),
  }),
  checkGate: operation({
    method: 'GET',
    path: '/api/v1/gates/{key}',
    summary: 'Ask a gate about an entity: whether what waits for it may go on, and why',
    description:
      'For a merge or a deployment step of another tool: go on where the state is `open`, and not where nobody can tell.',
    permission: 'member',
    params: z.object({ key: z.string().max(100) }),
    query: z.object({ about: entityRefOf() }),
    output: z.object({
      state: z.enum(['open', 'closed', 'inconclusive']),
      says: z.string(),
      evidence: z.array(entitySummary),
    }),
  }),
  getLedger: operation({
    method: 'GET',
    path: '/api/v1/ledger',
    summary: 'The sealed ledger after a position, for export and verification',
    permission: 'administrator',
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    output: z.object({
      sealedTo: z.number().int(),
      head: z.string(),
      items: z.array(
        historyEntry.extend({
          position: z.number().int(),
          hash: z.string(),
          entity: anyReference().nullable(),
        }),
      ),
    }),
  }),
  verifyLedger: operation({
    method: 'POST',
    path: '/api/v1/ledger/verify',
    summary: 'Recompute the chain from its beginning and say whether it holds',
    permission: 'administrator',
    output: z.object({
      holds: z.boolean(),
      sealedTo: z.number().int(),
      brokenAt: z.number().int().nullable(),
    }),
  }),
};
