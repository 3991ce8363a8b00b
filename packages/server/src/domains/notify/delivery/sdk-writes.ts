import type { Id } from '@throughline/contract';
import type { z } from 'zod';
import { system } from '../../../platform/access/actor.ts';
import { toDate, type Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { UsageIntake } from '../../catalog/index.ts';
import type { Flags } from '../../flags/index.ts';
import { receiveFeedback } from '../receive-feedback.ts';
import type { LiveNotification } from './live-set.ts';
import {
  claimOnce,
  keepReported,
  mergeReceipts,
  type Receipt,
  type Reported,
} from './receipt-store.ts';
import type { ProductionSet } from './production-set.ts';
import type { RecipientStates } from './recipient-state.ts';
import {
  notificationOf,
  type feedbackInput,
  type receiptsInput,
  type trackInput,
} from './sdk-rules.ts';
import type { Session } from './session-token.ts';

/** What pages report, written where it is to last. */
export interface SdkWrites {
  /** Notes that the account of a session was there: in memory. */
  arrived(session: Session): void;
  /** The claim for the first who asks, null for the others. */
  claim(session: Session, notification: LiveNotification): Promise<string | null>;
  receipts(session: Session, receipts: z.output<typeof receiptsInput>['receipts']): Promise<void>;
  track(session: Session, input: z.output<typeof trackInput>): Promise<void>;
  feedback(session: Session, input: z.output<typeof feedbackInput>): Promise<void>;
}

/** Writes to the database, and through to the recipients' states in memory. */
export function createSdkWrites(deps: {
  db: Db;
  clock: Clock;
  states: RecipientStates;
  flags: Pick<Flags, 'serving' | 'countEvaluation'>;
  usage: Pick<UsageIntake, 'saw' | 'take'>;
  production: Pick<ProductionSet, 'has'>;
  committed: () => void;
}): SdkWrites {
  const { db, clock, states, flags, usage, production } = deps;
  const placeOf = ({ environment }: Session) => environment as Id<'environment'>;
  /** A page's clock may be ahead: nothing happens later than now. */
  const atMostNow = (at: Date | undefined) => {
    const now = toDate(clock.now());
    return at === undefined ? null : at > now ? now : at;
  };

  return {
    arrived(session) {
      const { account } = session;
      if (account !== null && production.has(placeOf(session))) usage.saw(account, clock.now());
    },
    async claim(session, { id, told }) {
      const about = { notification: id, epoch: told.epoch, at: toDate(clock.now()) };
      const claim = await claimOnce(db, placeOf(session), session.recipient, about);
      states.note(placeOf(session), session.recipient, `${id} ${told.epoch}`, { claimed: true });
      return claim;
    },
    async receipts(session, receipts) {
      const rows = receipts.flatMap((one): Receipt[] => {
        const notification = notificationOf(one.campaign);
        if (!notification) return [];
        return [
          {
            notification,
            epoch: one.epoch,
            shown: atMostNow(one.shown),
            seen: atMostNow(one.seen),
            clicked: atMostNow(one.clicked),
            dismissed: atMostNow(one.dismissed),
          },
        ];
      });
      await mergeReceipts(db, placeOf(session), session.recipient, rows);
      for (const row of rows) {
        states.note(placeOf(session), session.recipient, `${row.notification} ${row.epoch}`, {
          ...(row.seen ? { seen: true } : {}),
          ...(row.dismissed ? { dismissed: true } : {}),
        });
      }
    },
    async track(session, { events, evaluations }) {
      const now = toDate(clock.now());
      const reported: Reported[] = [
        ...events.map((one) => ({
          id: one.id,
          type: 'event' as const,
          name: one.name,
          at: atMostNow(one.at) ?? now,
          value: one.value ?? null,
          variation: null,
          attributes: one.attributes ? JSON.stringify(one.attributes) : null,
        })),
        ...evaluations.map((one) => ({
          id: one.id,
          type: 'evaluation' as const,
          name: one.name,
          at: atMostNow(one.at) ?? now,
          value: null,
          variation: one.variation,
          attributes: null,
        })),
      ];
      const { recipient, account } = session;
      const fresh = await db.transaction().execute(async (tx) => {
        const from = { environment: placeOf(session), recipient, account };
        const news = await keepReported(tx, from, reported);
        if (account !== null && production.has(placeOf(session))) {
          const used = reported.filter(({ id, type }) => type === 'event' && news.has(id));
          const uses = used.map(({ name, at }) => {
            return { name, account, at: Temporal.Instant.fromEpochMilliseconds(at.getTime()) };
          });
          await usage.take(tx, uses, clock.now());
        }
        return news;
      });
      const snapshot = flags.serving.snapshot(placeOf(session));
      for (const { id, name, variation } of evaluations) {
        const flag = fresh.has(id) ? snapshot?.flags.get(name) : undefined;
        if (flag) flags.countEvaluation(flag.id, placeOf(session), variation);
      }
    },
    async feedback(session, input) {
      const notification = input.message === undefined ? undefined : notificationOf(input.message);
      await db.transaction().execute((tx) =>
        receiveFeedback(
          { tx, actor: system('sdk'), now: clock.now(), origin: '', ifMatch: undefined },
          {
            id: input.id,
            environment: placeOf(session),
            recipient: session.recipient,
            account: session.account,
            text: input.text,
            rating: input.rating ?? null,
            page: input.page,
            message:
              notification && input.epoch !== undefined
                ? { notification, epoch: input.epoch }
                : null,
          },
        ),
      );
      deps.committed();
    },
  };
}
