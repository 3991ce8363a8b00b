import { createHash } from 'node:crypto';
import { toReference, type Id, type MessageContent, type Reference } from '@throughline/contract';
import type { Context } from '@throughline/flag-engine';
import type { Clock } from '../../../platform/clock.ts';
import type { Serving } from '../../flags/index.ts';
import { interruptiveFormats } from '../rules.ts';
import { mayBeTold, promisedFlag, type Present } from './eligibility-rules.ts';
import type { LiveNotification, LiveSet } from './live-set.ts';
import type { Reach } from './reach.ts';
import type { RecipientState } from './recipient-state.ts';
import type { Session } from './session-token.ts';

/** A message as the SDK's protocol has it. */
interface Message {
  readonly id: Reference<'notification'>;
  readonly campaign: Reference<'notification'>;
  readonly epoch: number;
  readonly format: string;
  readonly content: MessageContent;
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly priority: number;
  readonly validForMs: number;
  readonly flag: { readonly key: string; readonly value: unknown } | null;
  readonly dismissible: boolean;
  readonly feedback: { readonly question: string } | null;
  readonly seen: boolean;
  readonly claimed: boolean;
  readonly publishedAt: string | null;
}

/** What one recipient may see now. */
export interface Feed {
  readonly position: number;
  readonly revision: string;
  readonly serverNow: string;
  readonly messages: readonly Message[];
  readonly flags: Readonly<
    Record<string, { readonly value: unknown; readonly variation: number | null }>
  >;
}

/** Decides, in memory, what recipients may see. */
export interface Deliver {
  /** Without a state (the database is away) what interrupts is left out. */
  feed(session: Session, state: RecipientState | null): Feed;
  /** Whether a notification may be told to the recipient now, whatever they did with it before. */
  allows(session: Session, notification: LiveNotification): boolean;
  find(session: Session, id: Id<'notification'>): LiveNotification | undefined;
  /** What deciding needs of an environment, or undefined while it isn't served here. */
  present(environment: Id<'environment'>): Present | undefined;
  now(): Temporal.Instant;
}

/** No lease is longer after the last confirmed contact with the change feed. */
const leaseMs = 60_000;
const mostMessages = 50;

/** A session's context as the engine reads it. */
export function contextOf(session: Session): Context {
  return session.context as unknown as Context;
}

/** Composes feeds from the live set and the flags' snapshots. */
export function createDeliver(deps: {
  clock: Clock;
  serving: Serving;
  live: LiveSet;
  reach: Reach;
}): Deliver {
  const { clock, serving, live, reach } = deps;
  const environmentOf = (session: Session) => session.environment as Id<'environment'>;

  const present = (environment: Id<'environment'>): Present | undefined => {
    const snapshot = serving.snapshot(environment);
    const ruleset = live.ruleset(environment);
    if (!snapshot || !ruleset) return undefined;
    return {
      now: clock.now(),
      snapshot,
      ruleset,
      health: ({ told }) => (told.deployment ? live.health(told.deployment) : undefined),
    };
  };

  const confirmedForMs = () => leaseMs - (performance.now() - live.confirmedAt());

  /** How long a message may stay: never beyond what is known to hold. */
  const leaseOf = (one: LiveNotification, now: Present, confirmed: number) => {
    const { epochMilliseconds } = now.now;
    const ends = one.told.endsAt ? Date.parse(one.told.endsAt) - epochMilliseconds : Infinity;
    const until = now.health(one)?.until;
    const evidence = until ? until.epochMilliseconds - epochMilliseconds : Infinity;
    return Math.floor(Math.min(leaseMs, confirmed, ends, evidence));
  };

  const messageOf = (
    one: LiveNotification,
    now: Present,
    validForMs: number,
    state: RecipientState | null,
  ): Message => {
    const { id, told, content, publishedAt } = one;
    const row = state?.get(`${id} ${told.epoch}`);
    const flag = promisedFlag(one, now);
    return {
      id: toReference('notification', id),
      campaign: toReference('notification', id),
      epoch: told.epoch,
      format: told.format,
      content,
      action: told.action,
      priority: told.priority,
      validForMs,
      flag:
        flag && told.flag
          ? { key: flag.key, value: flag.variations[told.flag.variation]?.value ?? null }
          : null,
      dismissible: told.dismissible,
      feedback: told.feedbackQuestion === null ? null : { question: told.feedbackQuestion },
      seen: row?.seen ?? false,
      claimed: row?.claimed ?? false,
      publishedAt,
    };
  };

  return {
    present,
    now: () => clock.now(),
    find: (session, id) => live.of(environmentOf(session)).find((one) => one.id === id),
    allows(session, notification) {
      const now = present(environmentOf(session));
      return (
        now !== undefined &&
        confirmedForMs() > 0 &&
        mayBeTold(notification, contextOf(session), now)
      );
    },
    feed(session, state) {
      const environment = environmentOf(session);
      const now = present(environment);
      const context = contextOf(session);
      const messages: Message[] = [];
      const flags: Record<string, { value: unknown; variation: number | null }> = {};
      const confirmed = confirmedForMs();
      if (now && confirmed > 0) {
        const candidates = live
          .of(environment)
          .toSorted((a, b) => b.told.priority - a.told.priority);
        for (const one of candidates) {
          if (messages.length === mostMessages) break;
          if (state === null && interruptiveFormats.has(one.told.format)) continue;
          if (state?.get(`${one.id} ${one.told.epoch}`)?.dismissed) continue;
          if (!mayBeTold(one, context, now)) continue;
          const lease = leaseOf(one, now, confirmed);
          if (lease < 1) continue;
          messages.push(messageOf(one, now, lease, state));
          reach.note(one.id, one.told.epoch, session.recipient);
        }
      }
      if (now) {
        const open = [...now.snapshot.flags.values()].filter(({ clientSide }) => clientSide);
        for (const [key, { value, variation }] of now.snapshot.ruleset.evaluateAll(
          context,
          open.map(({ key }) => key),
        )) {
          flags[key] = { value, variation };
        }
      }
      const named = JSON.stringify([messages.map((one) => ({ ...one, validForMs: 0 })), flags]);
      return {
        position: live.position(),
        revision: createHash('sha1').update(named).digest('base64url'),
        serverNow: clock.now().toString({ smallestUnit: 'millisecond' }),
        messages,
        flags,
      };
    },
  };
}
