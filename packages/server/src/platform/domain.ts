import type { FastifyInstance } from 'fastify';
import type { Authenticator } from './access/authenticate.ts';
import type { Configuration } from './configuration.ts';
import type { Effect } from './decisions/effect.ts';
import type { Gate } from './gates/gate.ts';
import type { Needs } from './home/home.ts';
import type { Route } from './http/route.ts';
import type { Importer } from './import/importer.ts';
import type { Insight } from './insights/insight.ts';
import type { JobDefinition } from './jobs/jobs.ts';
import type { DigestPart } from './mail/index.ts';
import type { ChangeFeed, Consumer } from './ledger/change-feed.ts';
import type { Metric } from './metrics.ts';
import type { OccasionSource } from './occasions/occasion.ts';
import type { KeptSecrets } from './secrets/seal-at-start.ts';

/** What a domain may use while the program starts. */
export interface Boot {
  readonly configuration: Configuration;
  /** The folder that the program runs from: also the first repository, where it has a history. */
  readonly checkout: string;
  /** Tells the person who started it, a line at a time, what takes long. */
  readonly say: (line: string) => void;
}

/** What a node serves from memory, and how old it may be. */
export interface ServedFromMemory {
  /** In plural: “flags”. */
  readonly what: string;
  readonly confirmedSecondsAgo: number;
}

/** What a domain gives to the program that is composed of them. Its own door adds functions. */
export interface Domain {
  /** As in the contract: routes are bound under it, API keys are scoped by it. */
  readonly name: string;
  readonly routes: readonly Route[];
  readonly insights?: readonly Insight[];
  readonly gates?: readonly Gate[];
  readonly effects?: readonly Effect[];
  readonly consumers?: readonly Consumer[];
  /** What happens on a day in it, for reviews that are held when it does. */
  readonly occasions?: readonly OccasionSource[];
  readonly jobs?: readonly JobDefinition[];
  readonly needs?: readonly Needs[];
  /** What it has to say in a digest besides. */
  readonly digestParts?: readonly DigestPart[];
  /** What it loads from an organisation's folder, in the order of the domains. */
  readonly importers?: readonly Importer[];
  /** The secrets in its tables: a start seals what is plain or of an older key. */
  readonly secrets?: readonly KeptSecrets[];
  /** What it goes on serving without the database, for `/readyz`. */
  readonly fromMemory?: () => ServedFromMemory;
  /** How it fares on this node, for `/metricsz`. */
  readonly metrics?: () => readonly Metric[];
  readonly authenticators?: readonly Authenticator[];
  /** Routes that speak another protocol than ours: SDKs, streams, pages for customers. */
  readonly mount?: (app: FastifyInstance) => void;
  /** Fills caches before the first request, and follows the feed. */
  readonly start?: (feed: ChangeFeed) => Promise<void>;
  /** What `npm start` does before it listens: loads what is shipped. Not in tests. */
  readonly prepare?: (boot: Boot) => Promise<void>;
  /** What `npm start` does once it listens: starts what speaks the API. Not in tests. */
  readonly listening?: (boot: Boot) => Promise<void>;
  /** Does at once what its own timers look after: asked when a rehearsal's clock was moved. */
  readonly lookAround?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
}
