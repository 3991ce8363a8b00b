import { createHmac } from 'node:crypto';
import type { DemoPerson } from './people.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const lifeSeconds = 3600;

/** The JWT that a customer's server signs for one of its people (HS256, an hour). */
export function signIdentity(
  person: DemoPerson,
  secret: { readonly id: string; readonly secret: string },
  now: Temporal.Instant,
): string {
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  const head = encode({ alg: 'HS256', typ: 'JWT', kid: secret.id });
  const body = encode({
    sub: `demo-${person.key}`,
    account: person.account,
    attributes: { name: person.name, role: person.role, segment: person.segment },
    accountAttributes: { name: person.company, segment: person.segment },
    iat: seconds,
    exp: seconds + lifeSeconds,
  });
  const signature = createHmac('sha256', secret.secret)
    .update(`${head}.${body}`)
    .digest('base64url');
  return `${head}.${body}.${signature}`;
}
