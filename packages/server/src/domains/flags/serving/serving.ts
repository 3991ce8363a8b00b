import type { Id } from '@throughline/contract';
import { secretHash } from '../../../platform/access/secrets.ts';
import type { Logger } from 'pino';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { ChangeFeed } from '../../../platform/ledger/change-feed.ts';
import { sealedTo, type FeedEvent } from '../../../platform/ledger/feed.ts';
import type { IdentitySecret } from '../sdk-key/identity-secret-store.ts';
import type { SdkKeyKind } from '../tables.ts';
import { nextSnapshot, type LoadedRules, type Snapshot } from './snapshot.ts';
import {
  loadAccess,
  loadFlags,
  loadSegments,
  loadVersions,
  type LoadedAccess,
} from './serving-store.ts';

/** An SDK key that holds. */
export interface SdkKey {
  readonly id: Id<'sdk_key'>;
  readonly environment: Id<'environment'>;
  readonly kind: SdkKeyKind;
  /** When it stops holding, in epoch milliseconds. */
  readonly endsAt: number;
}

/** What the data plane reads: memory only, kept by the change feed. */
export interface Serving {
  snapshot(environment: Id<'environment'>): Snapshot | undefined;
  /** The key that a credential is, or undefined: unknown or revoked. */
  keyOf(credential: string): SdkKey | undefined;
  /** Whether a key still holds. */
  holds(key: string): boolean;
  /** The key of an id, or undefined: unknown, revoked or over. */
  keyById(id: string): SdkKey | undefined;
  /** What signs contexts in secure mode; undefined where an environment isn't in it. */
  signers(environment: Id<'environment'>): readonly string[] | undefined;
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

interface Loaded extends LoadedRules {
  readonly versions: ReadonlyMap<Id<'environment'>, number>;
  readonly access: LoadedAccess | null;
}

/** How many credentials are remembered; keys are few, and wrong ones are not remembered. */
const mostRecent = 10_000;

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

/** Keeps every environment's snapshot, the SDK keys and their settings in memory. */
export function createServing(deps: {
  db: Db;
  secrets: Secrets;
  clock: Clock;
  log: Logger;
}): Serving {
  const { db, secrets, clock, log } = deps;
  const snapshots = new Map<Id<'environment'>, Snapshot>();
  const listeners = new Set<ServingListener>();
  let access: LoadedAccess = {
    keys: [],
    settings: new Map(),
    signers: new Map(),
    identitySecrets: new Map(),
  };
  let keys = new Map<string, LoadedAccess['keys'][number]>();
  let keysById = new Map<string, SdkKey>();
  /** Credentials that were asked for lately, so that few requests hash one. */
  let recent = new Map<string, SdkKey>();
  let wanted = nothingWanted();
  let staleSince: number | null = null;
  let position = 0;
  // What the change feed has told of; `position` follows once it is loaded.
  let pending = 0;
  let contact: () => number = () => 0;
  let turn: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | undefined;

  const holding = (key: SdkKey | undefined) =>
    key && key.endsAt > clock.now().epochMilliseconds ? key : undefined;

  const tellUnreadable = (id: string, error: Error) =>
    log.error({ err: error, secret: id }, 'a secret of an environment can’t be opened');

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
      snapshots.set(environment, nextSnapshot(environment, version, loaded, before, fresh));
    }
    if (loaded.access) {
      access = loaded.access;
      keys = new Map(access.keys.map((key) => [key.known, key]));
      keysById = new Map(access.keys.map((key) => [key.id, key]));
      recent = new Map();
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
    keyOf(credential) {
      const known = recent.get(credential);
      if (known) return holding(known);
      const key = keys.get(credential) ?? keys.get(secretHash(credential).toString('base64'));
      if (!key || (key.kind !== 'client' && key.known === credential)) return undefined;
      if (recent.size >= mostRecent) recent.clear();
      recent.set(credential, key);
      return holding(key);
    },
    keyById: (id) => holding(keysById.get(id)),
    holds: (id) => holding(keysById.get(id)) !== undefined,
    signers: (environment) => access.signers.get(environment),
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
