import { createTransport } from 'nodemailer';
import type { WrittenLetter } from './letter.ts';
import type { MailAddress, MailSettings } from './mail-settings.ts';

/** A calendar's part of a message (RFC 6047). */
export interface MailCalendar {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly text: string;
}

/** A message as it goes to the server. */
export interface MailToSend extends WrittenLetter {
  /** The same at every attempt, so that a reader's program knows a repetition. */
  readonly messageId: string;
  readonly to: MailAddress;
  readonly calendar?: MailCalendar | undefined;
  /** The page where its reader chooses what they get. */
  readonly settings: string;
}

/**
 * What became of an attempt. `refused`: the server says that it never will. `later`: it may, another
 * time. `unreachable`: nobody's message would get through now.
 */
export interface MailOutcome {
  readonly is: 'taken' | 'refused' | 'later' | 'unreachable';
  /** In the server's own words, where it said any. */
  readonly says: string;
}

/** Sends one message after the other to the mail server. */
export interface MailTransport {
  send(message: MailToSend): Promise<MailOutcome>;
}

const words: Readonly<Record<string, string>> = {
  ECONNECTION: 'The mail server closed the connection',
  ESOCKET: 'The mail server cannot be reached',
  EDNS: 'The mail server’s name cannot be looked up',
  ETIMEDOUT: 'The mail server does not answer',
  ETLS: 'There is no safe connection to the mail server',
  EAUTH: 'The mail server refuses our user and password',
};

interface SendingError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

/** Says what an error of the transport means. */
function outcomeOf(error: SendingError): MailOutcome {
  const { code = '', responseCode } = error;
  const said = (error.response ?? error.message ?? '').slice(0, 500);
  const known = words[code];
  const says = known === undefined ? said : `${known}: ${said}`;
  // A wrong password is ours to mend, and no fault of the message.
  if (code === 'EAUTH' || code === 'ETLS') return { is: 'unreachable', says };
  if (responseCode === undefined) {
    return { is: code === 'EENVELOPE' ? 'refused' : 'unreachable', says };
  }
  if (responseCode === 421) return { is: 'unreachable', says };
  return { is: responseCode >= 500 && responseCode !== 503 ? 'refused' : 'later', says };
}

/** Opens the way to the mail server; each message has a connection of its own. */
export function createMailTransport(settings: MailSettings): MailTransport {
  const { host, port, secure, requireTls, login, from } = settings;
  const mailer = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls,
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    // A message is text that we wrote: it never names a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ messageId, to, subject, text, html, calendar, settings: page }) {
      try {
        const { response } = await mailer.sendMail({
          messageId,
          from,
          to,
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated', 'List-Unsubscribe': `<${page}>` },
          ...(calendar
            ? {
                icalEvent: {
                  method: calendar.method,
                  content: calendar.text,
                  filename: 'invitation.ics',
                },
              }
            : {}),
        });
        return { is: 'taken', says: response };
      } catch (error) {
        return outcomeOf(error as SendingError);
      }
    },
  };
}
