import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const skewSeconds = 30;
const longest = 4096;
const longestLifeSeconds = 24 * 3600;

const attributes = z.record(z.string(), z.json());
const kindName = z.string().regex(/^(?!(?:kind|multi)$)[A-Za-z0-9_.-]{1,100}$/);

const claims = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
  account: z.string().min(1).max(200).optional(),
  kind: kindName.default('user'),
  attributes: attributes.default({}),
  accountAttributes: attributes.default({}),
});

const header = z.object({ alg: z.literal('HS256'), kid: z.string().optional() });

/** Who a customer's server says is using its page. */
export type Identity = z.output<typeof claims>;

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * The claims of an identity JWT, or null: of another algorithm than HS256, forged, expired, not yet
 * valid, valid for over a day, or over 4,096 characters (RFC 7515, 7519; `PROTOCOL.md` of the SDK).
 */
export function verifyIdentity(
  token: string,
  secrets: readonly { readonly id: string; readonly secret: string }[],
  now: Temporal.Instant,
): Identity | null {
  if (token.length > longest) return null;
  const match = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token);
  const [, head = '', body = '', signature = ''] = match ?? [];
  const parsedHead = header.safeParse(json(head));
  if (!parsedHead.success) return null;
  const { kid } = parsedHead.data;
  const given = Buffer.from(signature, 'base64url');
  const signed = secrets
    .filter(({ id }) => kid === undefined || kid === id)
    .some(({ secret }) => {
      const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  if (!signed) return null;
  const parsed = claims.safeParse(json(body));
  if (!parsed.success) return null;
  const { exp, iat, nbf } = parsed.data;
  const seconds = now.epochMilliseconds / 1000;
  if (exp + skewSeconds <= seconds) return null;
  if (nbf !== undefined && nbf - skewSeconds > seconds) return null;
  if (iat !== undefined && (iat - skewSeconds > seconds || exp - iat > longestLifeSeconds))
    return null;
  return parsed.data;
}
