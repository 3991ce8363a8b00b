/** What is said of a commit on a forge. */
export interface ForgeStatus {
  readonly name: string;
  readonly state: 'pending' | 'success' | 'failure';
  readonly says: string;
  readonly url: string;
}

/** What can be asked of a forge. Every function throws `ForgeFault`. */
export interface ForgeClient {
  /** The project as the forge names it. */
  project(): Promise<string>;
  setStatus(sha: string, status: ForgeStatus): Promise<void>;
  /**
   * Writes the one comment of a request: changes the known one, or the one that bears the mark, or
   * adds it. Answers its id.
   */
  comment(
    number: number,
    comment: { readonly known: string | null; readonly mark: string; readonly body: string },
  ): Promise<string>;
  openRequest(request: {
    readonly branch: string;
    readonly target: string;
    readonly title: string;
    readonly body: string;
  }): Promise<{ readonly number: number; readonly address: string }>;
}

/** Why a forge didn't do it, in words for whoever connected it. */
export class ForgeFault extends Error {
  /** It asked to be left alone for so many seconds. */
  readonly retryAfter: number | undefined;
  readonly status: number | undefined;

  constructor(message: string, status?: number, retryAfter?: number) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** A fault in words, from an answer's status and what it says. */
export function faultOf(
  status: number,
  says: string,
  headers: Readonly<Record<string, string | number | undefined>>,
  now: Temporal.Instant,
): ForgeFault {
  const after = Number(headers['retry-after']);
  const reset = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']);
  const spent = headers['x-ratelimit-remaining'] === '0' || headers['ratelimit-remaining'] === '0';
  const limited = status === 429 || (status === 403 && (after > 0 || spent));
  if (limited) {
    const untilReset = Math.ceil(reset - now.epochMilliseconds / 1000);
    const wait = after > 0 ? after : spent && untilReset > 0 ? untilReset : 60;
    const seconds = Math.min(3600, wait);
    return new ForgeFault(`It asks to wait ${seconds} s.`, status, seconds);
  }
  if (status === 401) return new ForgeFault('It doesn’t accept the token.', status);
  if (status === 403) return new ForgeFault(`The token may not do that: ${says}`, status);
  if (status === 404) {
    return new ForgeFault('There is no such thing there, or the token may not see it.', status);
  }
  return new ForgeFault(`It answered ${status}: ${says}`.slice(0, 500), status);
}
