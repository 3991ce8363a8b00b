import { createHmac } from 'node:crypto';

/** A message of the in-app feed, as far as tests look at it. */
export interface FeedMessage {
  readonly id: string;
  readonly epoch: number;
  readonly content: { readonly title: string };
  readonly validForMs: number;
}

interface Feed {
  readonly position: number;
  readonly messages: readonly FeedMessage[];
  readonly flags: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A person who is signed in to a customer's application that carries the SDK. */
export interface InAppPerson {
  feed(): Promise<Feed>;
  /** Resolves with the first event of a name that the stream brings, and how long it took. */
  nextEvent(name: string): Promise<{ payload: unknown; afterMs: number }>;
  giveFeedback(message: FeedMessage, text: string): Promise<number>;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A JWT as the customer's server signs it (HS256). */
export function identityToken(secret: string, claims: Readonly<Record<string, unknown>>): string {
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/** Opens a session of the SDK's protocol (packages/sdk/PROTOCOL.md) by plain HTTP. */
export async function openInAppSession(
  url: string,
  clientSideId: string,
  identity: string,
): Promise<InAppPerson> {
  const response = await fetch(`${url}/sdk/v1/session`, {
    method: 'POST',
    headers: { authorization: `Environment ${clientSideId}`, 'content-type': 'application/json' },
    body: JSON.stringify({ identity, locale: 'en-GB', timeZone: 'Europe/London' }),
  });
  if (!response.ok) throw new Error(`session: ${response.status} ${await response.text()}`);
  const { token } = (await response.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}` };
  return {
    async feed() {
      const answer = await fetch(`${url}/sdk/v1/feed`, { headers });
      if (!answer.ok) throw new Error(`feed: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Feed;
    },
    async nextEvent(name) {
      const started = performance.now();
      const stream = await fetch(`${url}/sdk/v1/stream`, { headers });
      const reader = stream.body?.getReader();
      const wanted = new RegExp(`event: ${name}\\ndata: (.*)\\n`);
      const decoder = new TextDecoder();
      let text = '';
      for (;;) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) break;
        text += decoder.decode(chunk.value, { stream: true });
        const match = wanted.exec(text);
        if (match?.[1]) {
          await reader?.cancel();
          return { payload: JSON.parse(match[1]) as unknown, afterMs: performance.now() - started };
        }
      }
      throw new Error(`the stream ended without ${name}`);
    },
    async giveFeedback(message, text) {
      const answer = await fetch(`${url}/sdk/v1/feedback`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({
          id: 'one-feedback',
          text,
          rating: 5,
          page: `${url}/demo`,
          message: message.id,
          epoch: message.epoch,
        }),
      });
      return answer.status;
    },
  };
}
