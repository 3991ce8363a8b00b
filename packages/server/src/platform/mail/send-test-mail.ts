import { randomUUID } from 'node:crypto';
import { toReference } from '@throughline/contract';
import type { ActContext } from '../context.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { writeLetter } from './letter.ts';
import { readerOf } from './mail-preferences.ts';
import { addressOfIdentity } from './mail-store.ts';
import type { MailTransport } from './mail-transport.ts';

/** Sends the actor a message at once, past the outbox. Throws `mail.not_sent` with the reason. */
export async function sendTestMail(
  context: ActContext,
  mail: { transport: MailTransport; domain: string; settings: string },
): Promise<{ to: string; answer: string }> {
  const member = readerOf(context.actor);
  const address = await addressOfIdentity(context.db, member.id);
  const letter = writeLetter(
    {
      subject: 'A test message from Throughline',
      opening: [`${member.name}, mail from Throughline reaches you.`],
      because: 'You asked for it on the page about mail.',
    },
    mail.settings,
  );
  const { is, says } = await mail.transport.send({
    ...letter,
    messageId: `<test-${randomUUID()}@${mail.domain}>`,
    to: { name: member.name, address },
    settings: mail.settings,
  });
  await context.write((write) =>
    record(write, {
      action: 'mail.tested',
      after: { to: toReference('identity', member.id), taken: is === 'taken' },
    }),
  );
  if (is !== 'taken') throw problem('mail.not_sent', says);
  return { to: address, answer: says };
}
