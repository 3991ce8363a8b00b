import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';

const content = z.object({
  /** The SDK key that opened it: when that is revoked, the session is over. */
  key: z.string(),
  environment: z.string(),
  recipient: z.string(),
  account: z.string().nullable(),
  /** What flags and audiences are evaluated for. */
  context: z.record(z.string(), z.json()),
  locale: z.string(),
  timeZone: z.string(),
  /** Epoch milliseconds. */
  expires: z.number(),
});

/** A session: everything that a request needs, signed, so that no database checks it. */
export type Session = z.output<typeof content>;

/** A token has at most this many characters. */
const longest = 2048;

/** Signing keys follow the identity secrets, so that both rotate together. */
const signature = (secret: string, text: string) =>
  createHmac('sha256', createHmac('sha256', secret).update('session').digest())
    .update(text)
    .digest();

/** A session as a token, or null where the recipient's attributes don't fit into one. */
export function sessionToken(session: Session, secret: string): string | null {
  const text = `${session.environment.replaceAll('-', '')}.${deflateRawSync(JSON.stringify(session)).toString('base64url')}`;
  const token = `${text}.${signature(secret, text).toString('base64url')}`;
  return token.length > longest ? null : token;
}

/** The environment that a token says it is of: what its secrets are looked up by. */
export function environmentOfToken(token: string): string | undefined {
  const hex = /^([0-9a-f]{32})\./.exec(token)?.[1];
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The session of a token, or null: forged, expired, or not one of ours. */
export function readSessionToken(
  token: string,
  secrets: readonly string[],
  now: Temporal.Instant,
): Session | null {
  if (token.length > longest) return null;
  const cut = token.lastIndexOf('.');
  const text = token.slice(0, cut);
  const given = Buffer.from(token.slice(cut + 1), 'base64url');
  const ours = secrets.some((secret) => {
    const expected = signature(secret, text);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!ours) return null;
  const body = Buffer.from(text.slice(text.indexOf('.') + 1), 'base64url');
  const parsed = content.safeParse(JSON.parse(inflateRawSync(body).toString()));
  if (!parsed.success || parsed.data.expires <= now.epochMilliseconds) return null;
  return parsed.data;
}
