import type { Id } from '@throughline/contract';
import { compile, type Flag, type Ruleset, type Segment } from '@throughline/flag-engine';
import { secretHash } from '../../../platform/access/secrets.ts';
import type { Logger } from 'pino';
import type { Db } from '../../../platform/database/connect.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { ChangeFeed } from '../../../platform/ledger/change-feed.ts';
import { sealedTo, type FeedEvent } from '../../../platform/ledger/feed.ts';
import type { Configuration, Variation } from '../rules.ts';
import type { IdentitySecret } from '../sdk-key/identity-secret-store.ts';
import { servedFlag, servedSegment } from './served-flag.ts';
import {
  loadAccess,
  loadFlags,
  loadSegments,
  loadVersions,
  type LoadedAccess,
  type LoadedFlag,
  type LoadedSegment,
} from './serving-store.ts';

/** A flag in one environment, beside what the ruleset answers. */
export interface ServedFlag {
  readonly id: Id<'flag'>;
  readonly key: string;
  readonly type: string;
  readonly clientSide: boolean;
  readonly version: number;
  readonly variations: readonly Variation[];
  /** Null where nobody has configured it. */
  readonly configured: { readonly on: boolean; readonly configuration: Configuration } | null;
}

/** What one environment serves at one version; it never changes. */
export interface Snapshot {
  readonly environment: Id<'environment'>;
  readonly version: number;
  readonly ruleset: Ruleset;
  readonly flags: ReadonlyMap<string, ServedFlag>;
  readonly byId: ReadonlyMap<string, ServedFlag>;
}

/** An SDK key that holds. */
export interface SdkKey {
  readonly id: Id<'sdk_key'>;
  readonly environment: Id<'environment'>;
  readonly kind: 'server' | 'client';
}

/** What the data plane reads: memory only, kept by the change feed. */
export interface Serving {
  snapshot(environment: Id<'environment'>): Snapshot | undefined;
  /** The key that a credential is, or undefined: unknown or revoked. */
  keyOf(credential: string): SdkKey | undefined;
  /** Whether a key still holds. */
  holds(key: string): boolean;
  /** An environment's identity secrets, newest first. */
  identitySecrets(environment: Id<'environment'>): readonly IdentitySecret[];
  /** Whether pages of an origin may ask an environment; any environment without one. */
  originAllowed(origin: string, host: string | undefined, environment?: Id<'environment'>): boolean;
  /** The feed's position that the snapshots reflect. */
  position(): number;
  /** Up to when (`performance.now()`) the snapshots are known to be complete. */
  confirmedAt(): number;
  /** Resolves true once the environment's version is reached; false after a second without it. */
  reached(environment: Id<'environment'>, version: number): Promise<boolean>;
  /** Is told after each change with the keys of the flags, by environment; null: any. */
  onChange(listener: ServingListener): void;
  start(feed: ChangeFeed): Promise<void>;
  stop(): void;
}

/** What changed: environments, and in them the flags' keys (null: all may have). */
export type ServingListener = (
  environments: ReadonlySet<string> | null,
  flags: ReadonlySet<string> | null,
) => void;

interface Wanted {
  all: boolean;
  readonly flags: Set<Id<'flag'>>;
  readonly segments: Set<string>;
  access: boolean;
}

interface Loaded {
  readonly versions: ReadonlyMap<Id<'environment'>, number>;
  readonly flags: readonly LoadedFlag[];
  readonly segments: readonly LoadedSegment[];
  readonly access: LoadedAccess | null;
}

const nothingWanted = (): Wanted => ({
  all: false,
  flags: new Set(),
  segments: new Set(),
  access: false,
});

/** Notes in `wanted` what an event makes stale. */
function note(wanted: Wanted, event: FeedEvent): void {
  const { action, entity } = event;
  if (action.startsWith('flag.') && entity?.kind === 'flag')
    wanted.flags.add(entity.id as Id<'flag'>);
  else if (action.startsWith('segment.') && entity) wanted.segments.add(entity.id);
  else if (/^(?:sdk_key|sdk_settings)\./.test(action)) wanted.access = true;
  else if (action === 'environment.created') wanted.all = true;
}

const isEmpty = ({ all, flags, segments, access }: Wanted) =>
  !all && !access && flags.size === 0 && segments.size === 0;

function asServed(flag: LoadedFlag, environment: string): ServedFlag {
  const configured = flag.configurations.get(environment);
  return {
    id: flag.id,
    key: flag.key,
    type: flag.type,
    clientSide: flag.clientSide,
    version: flag.revision + (configured?.revision ?? 0),
    variations: flag.variations,
    configured: configured ? { on: configured.on, configuration: configured.configuration } : null,
  };
}

/**
 * The snapshot after what was loaded; everything else is shared with the one before. A `fresh` one
 * has all flags and the environment's segments loaded, since segments may have gone.
 */
function nextSnapshot(
  environment: Id<'environment'>,
  version: number,
  loaded: Loaded,
  before: Snapshot | undefined,
): Snapshot {
  const changes: Record<string, Flag | null> = {};
  const flags = new Map(before?.flags);
  const byId = new Map(before?.byId);
  for (const flag of loaded.flags) {
    if (flag.active) {
      changes[flag.key] = servedFlag(flag, flag.configurations.get(environment));
      const served = asServed(flag, environment);
      flags.set(flag.key, served);
      byId.set(flag.id, served);
    } else {
      changes[flag.key] = null;
      flags.delete(flag.key);
      byId.delete(flag.id);
    }
  }
  if (before) {
    return { environment, version, flags, byId, ruleset: before.ruleset.with({ flags: changes }) };
  }
  const segments: Record<string, Segment> = {};
  for (const segment of loaded.segments) {
    if (segment.environment === environment) segments[segment.key] = servedSegment(segment);
  }
  const ruleset = compile({ flags: {}, segments }).with({ flags: changes });
  return { environment, version, flags, byId, ruleset };
}

/** Keeps every environment's snapshot, the SDK keys and their settings in memory. */
export function createServing(deps: { db: Db; secrets: Secrets; log: Logger }): Serving {
  const { db, secrets, log } = deps;
  const snapshots = new Map<Id<'environment'>, Snapshot>();
  const listeners = new Set<ServingListener>();
  let access: LoadedAccess = { keys: [], settings: new Map(), identitySecrets: new Map() };
  let keys = new Map<string, SdkKey>();
  let keyIds = new Set<string>();
  let wanted = nothingWanted();
  let staleSince: number | null = null;
  let position = 0;
  // What the change feed has told of; `position` follows once it is loaded.
  let pending = 0;
  let contact: () => number = () => 0;
  let turn: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | undefined;

  const tellUnreadable = (id: string, error: Error) =>
    log.error({ err: error, secret: id }, 'an identity secret can’t be opened');

  const load = (asked: Wanted): Promise<Loaded> =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const versions = await loadVersions(tx);
        // A segment that went takes its environment's flags through the compiler again.
        const whole = asked.all || asked.segments.size > 0;
        return {
          versions,
          flags: whole
            ? await loadFlags(tx, undefined)
            : asked.flags.size > 0
              ? await loadFlags(tx, [...asked.flags])
              : [],
          segments: await loadSegments(tx, asked.all ? [...versions.keys()] : [...asked.segments]),
          access: asked.access || asked.all ? await loadAccess(tx, secrets, tellUnreadable) : null,
        };
      });

  const apply = (asked: Wanted, loaded: Loaded) => {
    for (const [environment, version] of loaded.versions) {
      const before = snapshots.get(environment);
      if (!before && !asked.all) continue;
      const fresh = asked.all || asked.segments.has(environment);
      snapshots.set(
        environment,
        nextSnapshot(environment, version, loaded, fresh ? undefined : before),
      );
    }
    if (loaded.access) {
      access = loaded.access;
      keys = new Map(access.keys.map((key) => [`${key.kind} ${key.known}`, key]));
      keyIds = new Set(access.keys.map(({ id }) => id));
    }
    position = Math.max(position, pending);
    const everything = asked.all || asked.segments.size > 0;
    const flags = everything ? null : new Set(loaded.flags.map(({ key }) => key));
    const environments = asked.all || asked.flags.size > 0 ? null : asked.segments;
    for (const listener of listeners) listener(environments, flags);
  };

  const refresh = (): Promise<void> => {
    turn = turn.then(async () => {
      if (isEmpty(wanted)) return;
      const asked = wanted;
      wanted = nothingWanted();
      try {
        apply(asked, await load(asked));
        if (isEmpty(wanted)) staleSince = null;
      } catch (error) {
        wanted = {
          all: wanted.all || asked.all,
          access: wanted.access || asked.access,
          flags: wanted.flags.union(asked.flags),
          segments: wanted.segments.union(asked.segments),
        };
        retry ??= setTimeout(() => {
          retry = undefined;
          void refresh().catch(() => undefined);
        }, 1000);
        throw error;
      }
    });
    const mine = turn;
    turn = turn.catch(() => undefined);
    return mine;
  };

  return {
    snapshot: (environment) => snapshots.get(environment),
    keyOf: (credential) =>
      keys.get(`client ${credential}`) ??
      keys.get(`server ${secretHash(credential).toString('base64')}`),
    holds: (key) => keyIds.has(key),
    identitySecrets: (environment) => access.identitySecrets.get(environment) ?? [],
    originAllowed(origin, host, environment) {
      if (host && URL.canParse(origin) && new URL(origin).host === host) return true;
      const lists = environment
        ? [access.settings.get(environment) ?? []]
        : [...access.settings.values()];
      return lists.some((list) => list.includes('*') || list.includes(origin));
    },
    position: () => position,
    confirmedAt: () => Math.min(contact(), staleSince ?? Infinity),
    reached(environment, version) {
      const there = () => (snapshots.get(environment)?.version ?? -1) >= version;
      if (there()) return Promise.resolve(true);
      return new Promise((resolve) => {
        const done = (answer: boolean) => {
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(answer);
        };
        const listener = () => {
          if (there()) done(true);
        };
        const timer = setTimeout(() => done(false), 1000);
        listeners.add(listener);
      });
    },
    onChange: (listener) => void listeners.add(listener),
    async start(feed) {
      contact = feed.lastContact;
      feed.subscribe(async (events) => {
        for (const event of events) note(wanted, event);
        pending = events.at(-1)?.position ?? pending;
        if (!isEmpty(wanted)) {
          staleSince ??= performance.now();
          await refresh();
        } else if (staleSince === null) position = pending;
      });
      pending = Math.max(pending, await sealedTo(db));
      wanted.all = true;
      await refresh();
    },
    stop() {
      clearTimeout(retry);
    },
  };
}
