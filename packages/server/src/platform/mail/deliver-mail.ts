import { toReference } from '@throughline/contract';
import type { JobRun } from '../jobs/jobs.ts';
import { record } from '../ledger/record.ts';
import {
  claimMail,
  endMail,
  forgetMail,
  giveUpMail,
  putOffMail,
  type ClaimedMail,
} from './mail-store.ts';
import type { MailOutcome, MailTransport } from './mail-transport.ts';

/** After the first attempt, the second, …: a day and a half in all before a message is given up. */
const waits = [1, 5, 15, 60, 180, 480, 720, 720].map((minutes) => ({ minutes }));
const keptDays = 30;

/** What delivering needs of the program. */
export interface Delivery {
  readonly transport: MailTransport;
  readonly perMinute: number;
  /** What stands behind the `@` of a message's id. */
  readonly domain: string;
  /** The page where a reader chooses what they get. */
  readonly settings: string;
}

/**
 * Sends what is due, at most so much a minute. A message is counted as attempted before it goes out
 * and as sent once the server has taken it; whoever dies between the two leaves it to be sent again
 * under the same Message-ID. So each is sent at least once, and twice at worst.
 */
export async function deliverMail(delivery: Delivery, run: JobRun): Promise<void> {
  const { database, clock } = run;
  await forgetMail(database.db, clock.now().subtract({ hours: keptDays * 24 }));
  for (;;) {
    const mail = await claimMail(database.db, clock.now(), delivery.perMinute);
    if (!mail) return;
    const outcome = await attempt(delivery, run, mail);
    // Who comes next would get no further: they wait, and lose no attempt by it.
    if (outcome === 'unreachable') return;
  }
}

async function attempt(
  { transport, domain, settings }: Delivery,
  run: JobRun,
  mail: ClaimedMail,
): Promise<MailOutcome['is'] | 'withheld'> {
  const { db } = run.database;
  const { id, withhold, content } = mail;
  if (withhold !== undefined) {
    await endMail(db, id, { state: 'withheld', says: withhold, at: run.clock.now() });
    return 'withheld';
  }
  const { is, says } = await transport.send({
    ...content,
    messageId: `<${toReference('mail', id)}@${domain}>`,
    to: { name: mail.name, address: mail.email },
    settings,
  });
  const now = run.clock.now();
  const wait = waits[mail.attempt - 1];
  if (is === 'taken') {
    await endMail(db, id, { state: 'sent', says: '', at: now });
  } else if (is === 'refused' || !wait) {
    await run.write(async (context) => {
      if (!(await giveUpMail(context.tx, id, says))) return;
      await record(context, {
        action: 'mail.failed',
        after: {
          mail: toReference('mail', id),
          what: mail.what,
          to: toReference('identity', mail.identity),
        },
      });
    });
  } else {
    await putOffMail(db, id, now.add(wait), says);
  }
  return is;
}
