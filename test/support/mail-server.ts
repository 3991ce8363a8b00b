import { once } from 'node:events';
import ICAL from 'ical.js';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { MailSettings } from '../../packages/server/src/platform/mail/mail-settings.ts';

/** A message that the server took, as an independent parser reads it. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly raw: string;
  readonly email: Email;
  /** Its calendar part, as a second independent parser reads it. */
  readonly calendar: ReadCalendar | undefined;
}

/** What a calendar part says. */
export interface ReadCalendar {
  /** METHOD of the text itself, and the parameter of the part that carries it. */
  readonly method: string;
  readonly partMethod: string | undefined;
  readonly uid: string;
  readonly sequence: number;
  readonly status: string;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly organizer: string;
  readonly attendees: readonly string[];
  /** The attached file says the same. */
  readonly attached: boolean;
}

/** A real SMTP server on this machine, and what it took. */
export interface MailServer {
  readonly settings: MailSettings;
  readonly received: ReceivedMail[];
  /** What it asks before it takes a message: an error is its answer. */
  refuse: (to: string) => { code: number; says: string } | undefined;
  /** What it waits for between having a message whole and saying so. */
  hold: (to: string) => Promise<void>;
  /** Everything that was taken since the last call. */
  take(): ReceivedMail[];
  stop(): Promise<void>;
}

const textOf = (content: ArrayBuffer | Uint8Array | string) =>
  typeof content === 'string' ? content : new TextDecoder().decode(content);

function calendarOf({ attachments }: Email): ReadCalendar | undefined {
  const part = attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  if (!part) return undefined;
  const text = textOf(part.content);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('a calendar without an event');
  const event = new ICAL.Event(component);
  const value = (name: string) => String(component.getFirstPropertyValue(name) ?? '');
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    partMethod: part.method,
    uid: event.uid,
    sequence: event.sequence,
    status: value('status'),
    summary: event.summary,
    description: event.description ?? '',
    location: event.location ?? '',
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
    organizer: value('organizer'),
    attendees: component.getAllProperties('attendee').map((one) => String(one.getFirstValue())),
    attached: attachments.some(
      ({ disposition, filename, content }) =>
        disposition === 'attachment' && filename === 'invitation.ics' && textOf(content) === text,
    ),
  };
}

/** Starts a server that takes everything; `stop()` it in `afterAll`. */
export async function startMailServer(settings: Partial<MailSettings> = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let taken = 0;
  const fault = (found: { code: number; says: string }) =>
    Object.assign(new Error(found.says), { responseCode: found.code });
  const keep = async (raw: Buffer, to: string[], answer: () => void) => {
    const email = await PostalMime.parse(raw);
    received.push({ to, raw: raw.toString(), email, calendar: calendarOf(email) });
    await mail.hold(to[0] ?? '');
    answer();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo({ address }, _session, callback) {
      const found = mail.refuse(address);
      callback(found ? fault(found) : null);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        void keep(Buffer.concat(chunks), to, () => callback(null, 'taken'));
      });
    },
  });
  // A client that goes away in the middle is none of the server's business.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const mail: MailServer = {
    settings: {
      host: '127.0.0.1',
      port,
      secure: false,
      requireTls: false,
      login: undefined,
      from: { name: 'Throughline', address: 'throughline@example.test' },
      perMinute: 10_000,
      ...settings,
    },
    received,
    refuse: () => undefined,
    hold: async () => undefined,
    take() {
      const since = received.slice(taken);
      taken = received.length;
      return since;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mail;
}
