import type { Id, MessageContent } from '@throughline/contract';
import type { Flag, Ruleset } from '@throughline/flag-engine';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { ChangeFeed } from '../../../platform/ledger/change-feed.ts';
import type { FeedEvent } from '../../../platform/ledger/feed.ts';
import type { Serving } from '../../flags/index.ts';
import { parseContent } from '../parse-content.ts';
import type { CarriedHealth } from '../../release/index.ts';
import { contentHash, type Audience, type HealthOf, type Told } from '../rules.ts';
import { loadPublished } from '../store.ts';

/** A published notification as it is told. */
export interface LiveNotification {
  readonly id: Id<'notification'>;
  readonly told: Told;
  readonly content: MessageContent;
  readonly publishedAt: string | null;
  /** Whether it says what was approved. */
  readonly intact: boolean;
}

/** What changed: environments (null: all) and notifications (null: any). */
export type LiveListener = (
  environments: ReadonlySet<string> | null,
  notifications: ReadonlySet<string> | null,
) => void;

/** The published notifications of all environments with the health that they wait for. */
export interface LiveSet {
  of(environment: Id<'environment'>): readonly LiveNotification[];
  /** The environment's rules with every audience among them. */
  ruleset(environment: Id<'environment'>): Ruleset | undefined;
  health(deployment: Id<'deployment'>): CarriedHealth | undefined;
  position(): number;
  /** Up to when (`performance.now()`) all of this is known to hold. */
  confirmedAt(): number;
  onChange(listener: LiveListener): void;
  start(feed: ChangeFeed): Promise<void>;
  stop(): void;
}

/** The key under which an audience is evaluated: no flag's, since it has a blank. */
export const audienceKey = (id: string) => `audience ${id}`;

/** An audience as a flag that serves true to those who are meant. */
export function audienceFlag(id: string, audience: Audience): Flag {
  return {
    key: audienceKey(id),
    on: true,
    variations: [true, false],
    rules: [{ clauses: audience, variation: 0 }],
    fallthrough: { variation: 1 },
  };
}

/** Probes prolong their evidence without a fact: it is looked up this often. */
const healthEveryMs = 5000;

const carriersOf = (notifications: readonly LiveNotification[]) =>
  notifications.flatMap(({ told: { deployment } }) => (deployment ? [deployment] : []));

/** What is known of the health of deployments, without how fresh it is. */
const statesOf = (health: ReadonlyMap<string, CarriedHealth>) =>
  [...health].map(([id, { state }]) => `${id} ${state}`).join();

/** Keeps what is published in memory, by the change feed. */
export function createLiveSet(deps: {
  db: Db;
  clock: Clock;
  serving: Serving;
  health: HealthOf;
}): LiveSet {
  const { db, clock, serving } = deps;
  const loadHealth = (ids: readonly Id<'deployment'>[]) =>
    ids.length === 0
      ? new Map<Id<'deployment'>, CarriedHealth>()
      : deps.health(db, ids, clock.now());
  const listeners = new Set<LiveListener>();
  const rulesets = new Map<string, { from: Ruleset; over: unknown; ruleset: Ruleset }>();
  let published: readonly LiveNotification[] = [];
  let byEnvironment = new Map<string, LiveNotification[]>();
  let health: ReadonlyMap<Id<'deployment'>, CarriedHealth> = new Map();
  let position = 0;
  let pending = 0;
  let staleSince: number | null = null;
  let contact: () => number = () => 0;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const tell: LiveListener = (environments, notifications) => {
    for (const listener of listeners) listener(environments, notifications);
  };

  const carried = () =>
    published.flatMap(({ id, told }): string[] => (told.deployment ? [id] : []));

  /** What events are about: notifications themselves, and those that a deployment carries. */
  const concerned = (events: readonly FeedEvent[]) => {
    const ids = events.flatMap(({ entity }): string[] =>
      entity?.kind === 'notification' ? [entity.id] : [],
    );
    const deployed = events.some(({ entity }) => entity?.kind === 'deployment');
    return new Set([...ids, ...(deployed ? carried() : [])]);
  };

  const reload = async () => {
    const rows = await loadPublished(db);
    const next = rows.map(({ id, told, approved, publishedAt }): LiveNotification => ({
      id,
      told,
      content: parseContent(told.title, told.body),
      publishedAt: publishedAt?.toISOString() ?? null,
      intact: approved?.hash.equals(contentHash(told)) ?? false,
    }));
    const nextHealth = await loadHealth(carriersOf(next));
    published = next;
    health = nextHealth;
    byEnvironment = Map.groupBy(next, ({ told }) => told.environment);
  };

  const refresh = (events: readonly FeedEvent[]): Promise<void> => {
    const mine = turn.then(async () => {
      await reload();
      staleSince = null;
      position = Math.max(position, pending);
      tell(null, events.length === 0 ? null : concerned(events));
    });
    turn = mine.catch(() => undefined);
    return mine;
  };

  const lookAtHealth = async () => {
    const before = statesOf(health);
    health = await loadHealth(carriersOf(published));
    if (statesOf(health) !== before) tell(null, new Set(carried()));
  };

  const concerns = ({ action }: FeedEvent) => /^(?:notification|deployment)\./.test(action);

  return {
    of: (environment) => byEnvironment.get(environment) ?? [],
    ruleset(environment) {
      const snapshot = serving.snapshot(environment);
      if (!snapshot) return undefined;
      const known = rulesets.get(environment);
      const mine = byEnvironment.get(environment);
      if (known?.from === snapshot.ruleset && known.over === mine) return known.ruleset;
      const audiences = (mine ?? []).map(({ id, told }): [string, Flag] => [
        audienceKey(id),
        audienceFlag(id, told.audience),
      ]);
      const ruleset = snapshot.ruleset.with({ flags: Object.fromEntries(audiences) });
      rulesets.set(environment, { from: snapshot.ruleset, over: mine, ruleset });
      return ruleset;
    },
    health: (deployment) => health.get(deployment),
    position: () => Math.min(position, serving.position()),
    confirmedAt: () => Math.min(contact(), serving.confirmedAt(), staleSince ?? Infinity),
    onChange: (listener) => void listeners.add(listener),
    async start(feed) {
      contact = feed.lastContact;
      feed.subscribe(async (events) => {
        pending = events.at(-1)?.position ?? pending;
        const mine = events.filter(concerns);
        if (mine.length > 0) {
          staleSince ??= performance.now();
          await refresh(mine);
        } else if (staleSince === null) position = pending;
      });
      await refresh([]);
      position = serving.position();
      timer = setInterval(() => {
        if (staleSince !== null) void refresh([]).catch(() => undefined);
        else if (carriersOf(published).length > 0) void lookAtHealth().catch(() => undefined);
      }, healthEveryMs);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
