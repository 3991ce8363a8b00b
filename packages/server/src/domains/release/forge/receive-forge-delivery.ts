import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext } from '../../../platform/context.ts';
import { rateLimit } from '../../../platform/http/rate-limit.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { equalSecrets, isSignedBy } from '../../../platform/outside/webhook-signature.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { ReleaseTables } from '../tables.ts';
import type { ForgeDelivery } from './forge-news.ts';
import { keepDelivery, loadForge, openOf, type ForgeRow } from './forge-store.ts';
import { githubDelivery } from './github-delivery.ts';
import { gitlabDelivery } from './gitlab-delivery.ts';
import { takeNews } from './take-news.ts';

type Headers = Readonly<Record<string, unknown>>;

/** A wrong signature is written down, but nobody fills the database with them. */
const refusals = rateLimit(5, 5);

/** Why a delivery isn't believed; undefined where it is. */
function disbelief(
  row: ForgeRow,
  secret: string | undefined,
  body: Uint8Array,
  headers: Headers,
): string | undefined {
  if (secret === undefined) return 'No secret is known for its webhooks.';
  const header = row.system === 'github' ? 'x-hub-signature-256' : 'x-gitlab-token';
  const given = headers[header];
  if (typeof given !== 'string') return `It came without the header ${header}.`;
  const right =
    row.system === 'github' ? isSignedBy(secret, body, given) : equalSecrets(given, secret);
  return right ? undefined : `Its ${header} is not of the secret that is known here.`;
}

function readDelivery(
  row: ForgeRow,
  body: Uint8Array,
  headers: Headers,
): ForgeDelivery | undefined {
  const event = headers[row.system === 'github' ? 'x-github-event' : 'x-gitlab-event'];
  if (typeof event !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
  return row.system === 'github' ? githubDelivery(event, value) : gitlabDelivery(event, value);
}

/**
 * Takes a webhook of a forge. It may come twice, be sent again by hand, or come late: each of its news
 * is compared with what is known. Throws `webhook.signature_wrong`.
 */
export async function receiveForgeDelivery(
  context: ActContext,
  { secrets, jobs }: { secrets: Secrets; jobs: Pick<Jobs, 'enqueue'> },
  id: Id<'repository'>,
  { body, headers }: { body: Uint8Array; headers: Headers },
): Promise<string> {
  const row = await loadForge(context.db, id);
  const why = disbelief(row, openOf(secrets, 'secret', row), body, headers);
  if (why !== undefined) {
    refusals(id);
    await context.write(({ tx, now }) =>
      tx
        .$extendTables<ReleaseTables>()
        .updateTable('forge')
        .set({ refused_at: toDate(now), refused_says: why })
        .where('repository_id', '=', id)
        .execute(),
    );
    throw problem('webhook.signature_wrong', why);
  }
  const delivery = readDelivery(row, body, headers);
  return context.write(async (writing) => {
    const { tx, now } = writing;
    const outcomes: string[] = [];
    for (const news of delivery?.news ?? [])
      outcomes.push(await takeNews(writing, jobs, row, news));
    const says =
      delivery === undefined
        ? 'not understood'
        : outcomes.length === 0
          ? 'nothing that matters here'
          : outcomes.join(', ');
    const event = (delivery?.event ?? 'unknown').slice(0, 200);
    await keepDelivery(tx, id, { at: toDate(now), event, says });
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('forge')
      .set({ refused_at: null, refused_says: null })
      .where('repository_id', '=', id)
      .where('refused_at', 'is not', null)
      .execute();
    return says;
  });
}
