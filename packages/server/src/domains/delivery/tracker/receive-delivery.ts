import type { Id } from '@throughline/contract';
import { z } from 'zod';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext } from '../../../platform/context.ts';
import { rateLimit } from '../../../platform/http/rate-limit.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { isSignedBy } from '../../../platform/outside/webhook-signature.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { DeliveryTables } from '../tables.ts';
import { followJob } from './follow-backlog.ts';
import type { Hint } from './follow-rules.ts';
import { addHints, makeDue } from './followed-store.ts';
import { keepDelivery, loadTracker, openOf } from './tracker-store.ts';

const signatureHeaders = { jira: 'x-hub-signature', linear: 'linear-signature' } as const;

const jira = z.object({
  webhookEvent: z.string().max(100),
  issue: z.object({ id: z.string(), key: z.string().optional() }).optional(),
  sprint: z.object({ id: z.number() }).optional(),
});
const linear = z.object({
  action: z.string().max(100),
  type: z.string().max(100),
  data: z.object({ id: z.string(), identifier: z.string().optional() }),
});

/** What a webhook is about, and what it says to look at again. */
interface Delivery {
  readonly event: string;
  readonly subject: string;
  readonly hints: readonly Hint[];
}

function readDelivery(system: 'jira' | 'linear', body: Uint8Array): Delivery | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
  if (system === 'jira') {
    const { data } = jira.safeParse(value);
    if (!data) return undefined;
    const { webhookEvent, issue, sprint } = data;
    return {
      event: webhookEvent,
      subject: issue?.key ?? '',
      hints: [
        ...(issue ? [{ what: 'issue', id: issue.id } as const] : []),
        ...(sprint ? [{ what: 'sprint', id: String(sprint.id) } as const] : []),
      ],
    };
  }
  const { data } = linear.safeParse(value);
  if (!data) return undefined;
  const what = ({ Issue: 'issue', Cycle: 'sprint' } as const)[data.type];
  return {
    event: `${data.type} ${data.action}`,
    subject: data.data.identifier ?? '',
    hints: what ? [{ what, id: data.data.id }] : [],
  };
}

/** A wrong signature is written down, but nobody fills the database with them. */
const refusals = rateLimit(5, 5);

/**
 * Takes a webhook: only its signature makes it heard, and all it does is to say what to look at again.
 * What is true is asked of the tool then, so that one that comes twice, late or out of order does no
 * harm, nor does one that is sent again by somebody else. Throws `webhook.signature_wrong`.
 */
export async function receiveDelivery(
  context: ActContext,
  { secrets, jobs }: { secrets: Secrets; jobs: Pick<Jobs, 'enqueue'> },
  id: Id<'tracker'>,
  { body, headers }: { body: Uint8Array; headers: Readonly<Record<string, unknown>> },
): Promise<string> {
  const row = await loadTracker(context.db, id);
  const secret = openOf(secrets, 'secret', row);
  const header = signatureHeaders[row.system];
  if (secret === undefined || !isSignedBy(secret, body, headers[header])) {
    const says =
      secret === undefined
        ? 'No secret is known for its webhooks.'
        : headers[header] === undefined
          ? `It came without the header ${header}.`
          : 'Its signature is not that of the secret that is known here.';
    refusals(id);
    await context.write(({ tx, now }) =>
      tx
        .$extendTables<DeliveryTables>()
        .updateTable('tracker')
        .set({ refused_at: toDate(now), refused_says: says })
        .where('id', '=', id)
        .execute(),
    );
    throw problem('webhook.signature_wrong', says);
  }
  const delivery = readDelivery(row.system, body);
  return context.write(async ({ tx, now }) => {
    const hints = delivery?.hints ?? [];
    const concerned = await addHints(tx, { tracker: id }, hints, now);
    await makeDue(tx, concerned, now);
    for (const backlog of concerned) {
      await jobs.enqueue(tx, followJob, { backlog }, { once: backlog });
    }
    const says =
      delivery === undefined
        ? 'not understood'
        : hints.length === 0
          ? 'nothing that is followed'
          : concerned.length === 0
            ? 'no backlog follows this tracker'
            : 'looked at again';
    await keepDelivery(tx, id, {
      at: toDate(now),
      event: [delivery?.event ?? 'unknown', delivery?.subject ?? ''].join(' ').trim().slice(0, 200),
      says,
    });
    await tx
      .$extendTables<DeliveryTables>()
      .updateTable('tracker')
      .set({ refused_at: null, refused_says: null })
      .where('id', '=', id)
      .where('refused_at', 'is not', null)
      .execute();
    return says;
  });
}
