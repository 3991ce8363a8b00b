import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { system } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { openPool, type Database, type Db } from '../database/connect.ts';
import { signalChannel, type Signal } from '../live/signal.ts';
import { readFeed, sealedTo, type FeedEvent } from './feed.ts';
import { sealBatch } from './sequencer.ts';

/**
 * A durable reaction to facts: its writes and its position move in one transaction, so that each
 * fact takes effect exactly once over all nodes, crashes included.
 */
export interface Consumer {
  readonly name: string;
  readonly actions: readonly string[];
  /** It looks at how things stand, whatever a fact says: of a batch it is told the last one only. */
  readonly oncePerBatch?: true;
  react(context: WriteContext, event: FeedEvent): Promise<void>;
}

/** Follows the feed on this node only, from its start: caches, live streams. */
export type Subscriber = (events: readonly FeedEvent[]) => void | Promise<void>;

/** The running feed of one node. */
export interface ChangeFeed {
  /** Says that this node has just committed something: seals it without waiting for the poll. */
  poke(): void;
  subscribe(subscriber: Subscriber): () => void;
  /** Follows the signals of all nodes; one that is sent while the connection is down is lost. */
  onSignal(follower: (signal: Signal) => void): void;
  /** Resolves when everything committed before the call is sealed, and consumed on this node. */
  settled(): Promise<void>;
  /** When this node last read the feed's head: what leases are measured from. */
  lastContact(): number;
  stop(): Promise<void>;
}

const pollMs = 500;
/** Under load, batches are at least this far apart: fewer and larger ones, at no cost when idle. */
const gapMs = 20;
/** How far a consumer's position may lie behind while nothing concerns it. */
const mayLag = 1000;

/** Reacts to the next facts; says whether there may be more, or that another node is at it. */
async function runConsumer(
  db: Db,
  clock: Clock,
  consumer: Consumer,
): Promise<'more' | 'done' | 'elsewhere'> {
  return db.transaction().execute(async (tx) => {
    const cursor = await tx
      .selectFrom('feed_cursor')
      .select('position')
      .where('consumer', '=', consumer.name)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!cursor) return 'elsewhere';
    const events = await readFeed(tx, Number(cursor.position), 200);
    const last = events.at(-1);
    if (!last) return 'done';
    const context = {
      tx,
      actor: system(`consumer ${consumer.name}`),
      now: clock.now(),
      origin: '',
      ifMatch: undefined,
    };
    const concerning = events.filter(({ action }) => consumer.actions.includes(action));
    for (const event of consumer.oncePerBatch ? concerning.slice(-1) : concerning) {
      await consumer.react(context, event);
    }
    await tx
      .updateTable('feed_cursor')
      .set({ position: last.position })
      .where('consumer', '=', consumer.name)
      .execute();
    return 'more';
  });
}

/** Starts sealing, listening and feeding consumers and subscribers on this node. */
export async function startChangeFeed(deps: {
  database: Database;
  clock: Clock;
  log: Logger;
  consumers: readonly Consumer[];
}): Promise<ChangeFeed> {
  const { database, clock, log, consumers } = deps;
  // Connections of its own: sealing never queues behind the writers that wait for locks.
  const pool = openPool(database.options, 2);
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  for (const { name } of consumers) {
    await db
      .insertInto('feed_cursor')
      .values({ consumer: name, position: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  const subscribers = new Set<Subscriber>();
  const signalFollowers = new Set<(signal: Signal) => void>();
  /** Consumers that have something to do, and where the others were known to be. */
  const waiting = new Set(consumers);
  const knownAt = new Map<Consumer, number>();
  let position = await sealedTo(db);
  let lastContact = performance.now();
  let lastRound = 0;
  let stopped = false;
  let wanted = false;
  let listener: pg.Client | undefined;
  let turn: Promise<void> = Promise.resolve();

  const deliver = async () => {
    for (;;) {
      const events = await readFeed(db, position);
      lastContact = performance.now();
      const last = events.at(-1);
      if (!last) return;
      position = last.position;
      const actions = new Set(events.map(({ action }) => action));
      for (const consumer of consumers) {
        const concerned = consumer.actions.some((action) => actions.has(action));
        if (concerned || position - (knownAt.get(consumer) ?? 0) > mayLag) waiting.add(consumer);
      }
      for (const subscriber of subscribers) {
        try {
          await subscriber(events);
        } catch (error) {
          log.error({ err: error }, 'a subscriber of the change feed failed');
        }
      }
    }
  };

  /** Says whether any consumer moved on, and so may have written facts of its own. */
  const consume = async () => {
    let moved = false;
    for (const consumer of waiting) {
      try {
        const upTo = position;
        let found = await runConsumer(db, clock, consumer);
        while (found === 'more' && !stopped) {
          moved = true;
          found = await runConsumer(db, clock, consumer);
        }
        if (found === 'done') {
          waiting.delete(consumer);
          knownAt.set(consumer, upTo);
        }
      } catch (error) {
        log.error({ err: error, consumer: consumer.name }, 'a consumer failed; it will try again');
      }
    }
    return moved;
  };

  // Each batch is delivered before the next is sealed, so that no load starves those who follow.
  // What consumers write is sealed and delivered in the same turn.
  const round = async () => {
    let moved = true;
    for (let batch = 0; moved && batch < 50 && !stopped; batch++) {
      await sealBatch(db);
      await deliver();
      moved = await consume();
    }
    if (moved) poke();
  };

  const run = (): Promise<void> => {
    turn = turn.then(async () => {
      if (stopped) return;
      try {
        await round();
      } catch (error) {
        if (!stopped) log.warn({ err: error }, 'the change feed could not be read; trying again');
      }
      lastRound = performance.now();
    });
    return turn;
  };

  const poke = () => {
    if (wanted || stopped) return;
    wanted = true;
    void turn.then(() => {
      setTimeout(
        () => {
          wanted = false;
          void run();
        },
        Math.max(0, lastRound + gapMs - performance.now()),
      );
    });
  };

  /** Another node's batch, or our own, which we have read already. */
  const announced = ({ channel, payload }: pg.Notification) => {
    if (channel === signalChannel) {
      // Only signal.ts sends on this channel.
      const heard = JSON.parse(payload ?? '{}') as Signal;
      for (const follower of signalFollowers) follower(heard);
    } else if (Number(payload) > position) poke();
  };

  const listen = async () => {
    if (stopped || listener) return;
    const client = new pg.Client({ ...database.options, statement_timeout: 0 });
    client.on('notification', announced);
    const lost = () => {
      if (listener === client) listener = undefined;
      client.removeAllListeners('notification');
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      await client.query(`listen throughline_feed; listen ${signalChannel}`);
      listener = client;
    } catch {
      client.end().catch(() => undefined);
    }
  };

  await listen();
  const timer = setInterval(() => {
    void listen();
    poke();
  }, pollMs);
  poke();

  return {
    poke,
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    onSignal(follower) {
      signalFollowers.add(follower);
    },
    settled: run,
    lastContact: () => lastContact,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await turn;
      await listener?.end().catch(() => undefined);
      await db.destroy();
    },
  };
}
