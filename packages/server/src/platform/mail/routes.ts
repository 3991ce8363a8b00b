import { operations, toReference } from '@throughline/contract';
import { act, read, write, type Route } from '../http/route.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { changeMailPreferences, mailPreferences, readerOf } from './mail-preferences.ts';
import type { MailSettings } from './mail-settings.ts';
import { reviveMail } from './mail-store.ts';
import type { MailTransport } from './mail-transport.ts';
import { sendTestMail } from './send-test-mail.ts';
import type { DigestDeps } from './send-digests.ts';
import { listMail, mailDelivery } from './views.ts';

const { mail } = operations;

/** Binds what people want of mail, and what administrators see of it. */
export function mailRoutes(deps: {
  settings: MailSettings | undefined;
  transport: MailTransport | undefined;
  /** Why nothing is sent; null where mail is configured. */
  why: string | null;
  domain: string;
  page: string;
  zones: DigestDeps['zones'];
}): Route[] {
  const { settings, transport, why, domain, page, zones } = deps;
  const preferences = async (context: Parameters<typeof listMail>[0]) => {
    const member = readerOf(context.actor);
    const zoneOf = await zones(context.db);
    return mailPreferences(context.db, member, {
      timeZone: zoneOf(member.person),
      configured: settings !== undefined,
    });
  };
  return [
    read(mail.getMailPreferences, preferences),
    write(mail.changeMailPreferences, async (context, { body }) => {
      await changeMailPreferences(context, body);
      return preferences({ db: context.tx, actor: context.actor, now: context.now });
    }),
    read(mail.getMailDelivery, (context) => mailDelivery(context, settings, why)),
    read(mail.listMail, (context, { query }) => listMail(context, query)),
    write(mail.retryMail, async (context, { params }) => {
      if (!transport) throw problem('mail.not_configured', why ?? '');
      if (!(await reviveMail(context.tx, params.id, context.now))) {
        throw problem('wrong_state', 'Only a message that failed is tried again.');
      }
      await record(context, {
        action: 'mail.retried',
        after: { mail: toReference('mail', params.id) },
      });
      return undefined;
    }),
    act(mail.sendTestMail, (context) => {
      if (!transport) throw problem('mail.not_configured', why ?? '');
      return sendTestMail(context, { transport, domain, settings: page });
    }),
  ];
}
