import type { Id } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import type { Db } from '../database/connect.ts';
import type { Route } from '../http/route.ts';
import type { JobDefinition } from '../jobs/jobs.ts';
import { deliverMail } from './deliver-mail.ts';
import type { MailAddress, MailSettings } from './mail-settings.ts';
import { mailReaders, type MailReader } from './mail-store.ts';
import { createMailTransport } from './mail-transport.ts';
import { queueMail, type MailToQueue } from './queue-mail.ts';
import { mailRoutes } from './routes.ts';
import { sendDigests, type DigestDeps } from './send-digests.ts';

export type { MailReader } from './mail-store.ts';
export type { DigestPart } from './send-digests.ts';

/** Says which IANA zone a person is told times in. */
export type ZoneOf = (person: Id<'person'> | null) => string;

/** What a domain may do with mail. */
export interface Mail {
  /** Who mail comes from; undefined where none is sent, and nothing need be written for it. */
  readonly from: MailAddress | undefined;
  /** Puts a message into the outbox in the write's own transaction; nothing where none is sent. */
  queue(context: WriteContext, message: MailToQueue): Promise<void>;
  /** Who of some people may be written to, whether they see an entity, and what they want. */
  readers(db: Db, people: readonly Id<'person'>[], entity: string): Promise<MailReader[]>;
  /** The zones of all people; the organisation's for who has none of their own. */
  zones(db: Db): Promise<ZoneOf>;
}

/** What the program composes of mail besides. */
export interface MailPart extends Mail {
  readonly routes: readonly Route[];
  /** Delivery and digests; none where no mail is sent. */
  jobs(digest: Pick<DigestDeps, 'needs' | 'parts' | 'workingDays'>): JobDefinition[];
}

const rehearsing = 'This is a rehearsal: its people are made up, and nothing is sent to them.';
const unset =
  'Mail is not configured: nothing is sent. Start the server with SMTP_URL and MAIL_FROM.';

/** Mail by SMTP: an outbox, its delivery, what people want of it, and the digest. */
export function createMail(deps: {
  settings: MailSettings | undefined;
  rehearsal: boolean;
  publicUrl: string;
  zones: (db: Db) => Promise<ZoneOf>;
}): MailPart {
  const { rehearsal, publicUrl, zones } = deps;
  const settings = rehearsal ? undefined : deps.settings;
  const transport = settings && createMailTransport(settings);
  const domain = new URL(publicUrl).hostname;
  const page = new URL('/mail', publicUrl).href;
  const queue: Mail['queue'] = async (context, message) => {
    if (settings) await queueMail(context, message, page);
  };
  return {
    from: settings?.from,
    queue,
    readers: mailReaders,
    zones,
    routes: mailRoutes({
      settings,
      transport,
      why: settings ? null : rehearsal ? rehearsing : unset,
      domain,
      page,
      zones,
    }),
    jobs: (digest) =>
      settings && transport
        ? [
            {
              name: 'mail.deliver',
              every: '* * * * *',
              run: (run) =>
                deliverMail(
                  { transport, perMinute: settings.perMinute, domain, settings: page },
                  run,
                ),
            },
            {
              name: 'mail.digest',
              every: '*/15 * * * *',
              run: (run) => sendDigests({ ...digest, publicUrl, zones, queue }, run),
            },
          ]
        : [],
  };
}
