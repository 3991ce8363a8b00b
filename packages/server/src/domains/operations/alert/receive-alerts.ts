import { createHash, timingSafeEqual } from 'node:crypto';
import type { Id } from '@throughline/contract';
import { system, type Actor } from '../../../platform/access/actor.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ActContext } from '../../../platform/context.ts';
import { DomainError, problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { OperationsTables } from '../tables.ts';
import {
  loadAlertSource,
  lockDeliveries,
  openAlertSecret,
  type AlertSourceRow,
} from './alert-store.ts';
import { readAlertmanager } from './alertmanager-rules.ts';
import { followAlertmanager } from './follow-alertmanager.ts';
import { followPagerDuty } from './follow-pagerduty.ts';
import { isSigned, readPagerDuty } from './pagerduty-rules.ts';

/** What a delivery proves itself by. */
export interface DeliveryProof {
  /** `X-PagerDuty-Signature` */
  readonly signature: string;
  /** `Authorization` */
  readonly authorization: string;
}

const names = { pagerduty: 'PagerDuty', alertmanager: 'Alertmanager' } as const;
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Why a delivery isn't what it says to come from, or null. */
function disbelief(
  source: AlertSourceRow,
  secret: string | null,
  proof: DeliveryProof,
  body: Uint8Array,
): string | null {
  if (secret === null) return 'This source has no secret yet: keep one on its page.';
  if (source.kind === 'pagerduty') {
    return isSigned(secret, proof.signature, body)
      ? null
      : 'The signature in X-PagerDuty-Signature is not that of this secret and this body.';
  }
  const token = /^Bearer\s+(\S+)$/i.exec(proof.authorization)?.[1] ?? '';
  return timingSafeEqual(digest(token), digest(secret))
    ? null
    : 'The bearer token is not the one of this source.';
}

/** A forger may knock often: a refusal is written once a minute. */
const quietMs = 60_000;

async function keepRefusal(context: ActContext, source: AlertSourceRow, why: string) {
  const last = source.last_refused_at?.getTime() ?? 0;
  if (context.now.epochMilliseconds - last < quietMs && source.last_refusal === why) return;
  await context.write(({ tx, now }) =>
    tx
      .$extendTables<OperationsTables>()
      .updateTable('alert_source')
      .set({ last_refusal: why, last_refused_at: toDate(now) })
      .where('id', '=', source.id)
      .execute(),
  );
}

async function takeIn(
  context: ActContext,
  source: AlertSourceRow,
  body: Uint8Array,
): Promise<Id<'incident'>[]> {
  const event = source.kind === 'pagerduty' ? readPagerDuty(body) : null;
  const group = source.kind === 'alertmanager' ? readAlertmanager(body) : null;
  return context.write(async (write) => {
    const { tx, now } = write;
    await lockDeliveries(tx, source.id);
    await tx
      .$extendTables<OperationsTables>()
      .updateTable('alert_source')
      .set({ last_received_at: toDate(now) })
      .where('id', '=', source.id)
      .execute();
    const actor: Actor = { ...system(`alert source ${source.name}`), name: names[source.kind] };
    const asSource = { ...write, actor };
    if (group) return followAlertmanager(asSource, source, group);
    const incident = event && (await followPagerDuty(asSource, source, event));
    return incident ? [incident] : [];
  });
}

/**
 * Takes in a webhook of a source. Throws `not_found`, `not_signed_in` where it doesn't prove itself,
 * `operations.delivery_unreadable`; the last refusal shows on the page of the sources.
 */
export async function receiveAlerts(
  context: ActContext,
  secrets: Secrets,
  id: Id<'alert_source'>,
  proof: DeliveryProof,
  body: Uint8Array,
): Promise<Id<'incident'>[]> {
  const source = await loadAlertSource(context.db, id);
  const why = disbelief(source, openAlertSecret(secrets, source), proof, body);
  if (why !== null) {
    await keepRefusal(context, source, why);
    throw problem('not_signed_in', why);
  }
  try {
    return await takeIn(context, source, body);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'operations.delivery_unreadable') {
      await keepRefusal(context, source, error.message);
    }
    throw error;
  }
}
