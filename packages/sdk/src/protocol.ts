import { isContent, isObject, safeAddress } from './content.ts';
import type { Content } from './content.ts';

/** Any JSON value; what a flag serves. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** How a message is presented. */
export type Format = 'banner' | 'modal' | 'toast' | 'feed' | 'badge' | 'changelog';

/** A message as the feed delivers it; PROTOCOL.md describes each field. */
export interface Message {
  readonly id: string;
  readonly campaign: string;
  readonly epoch: number;
  readonly format: Format;
  readonly content: Content;
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly priority: number;
  /** Milliseconds, from the moment that the feed was asked for. */
  readonly validForMs: number;
  readonly flag: { readonly key: string; readonly value: Json } | null;
  readonly dismissible: boolean;
  readonly feedback: { readonly question: string } | null;
  readonly seen: boolean;
  readonly claimed: boolean;
  readonly publishedAt: string | null;
}

/** A flag as evaluated by the server for this recipient. */
export interface EvaluatedFlag {
  readonly value: Json;
  /** Index of the variation; null when the flag served none. */
  readonly variation: number | null;
}

/** All that one recipient may see now. */
export interface Feed {
  /** Position of the server's change feed that this answer reflects. */
  readonly position: number;
  /** Names this very answer; sent back to ask whether it still holds. */
  readonly revision: string;
  /** The server's clock, ISO 8601. */
  readonly serverNow: string;
  readonly messages: readonly Message[];
  readonly flags: { readonly [key: string]: EvaluatedFlag };
}

/** Takes messages off the screen at once. */
export interface Kill {
  readonly position: number;
  readonly flags: readonly string[];
  readonly messages: readonly string[];
}

/** No lease is longer, whatever the server says. */
export const longestLeaseMs = 120_000;

type Test = (value: unknown) => boolean;

const isName: Test = (value) => typeof value === 'string' && value !== '' && value.length <= 200;
const isCount: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isBoolean: Test = (value) => typeof value === 'boolean';
const isInstant: Test = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const areNames: Test = (value) => Array.isArray(value) && value.every(isName);
const orNone =
  (test: Test): Test =>
  (value) =>
    value === undefined || value === null || test(value);

/** Whether every named field of an object passes its own test. */
const shaped =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([field, test]) => test(value[field]));

const optional = {
  action: null,
  flag: null,
  feedback: null,
  publishedAt: null,
  seen: false,
  claimed: false,
};

/** A message before what may be left out has been filled in. */
type WireMessage = Omit<Message, keyof typeof optional> & Partial<Message>;

const messageTest = shaped({
  id: isName,
  campaign: isName,
  epoch: isCount,
  format: (value) =>
    typeof value === 'string' && /^(banner|modal|toast|feed|badge|changelog)$/.test(value),
  content: isContent,
  action: orNone(
    shaped({ label: isName, url: (url) => safeAddress(url, 'https://page.invalid') !== null }),
  ),
  priority: Number.isFinite,
  validForMs: (value) => isCount(value) && value !== 0,
  flag: orNone(shaped({ key: isName, value: (value) => value !== undefined })),
  dismissible: isBoolean,
  feedback: orNone(shaped({ question: isName })),
  seen: orNone(isBoolean),
  claimed: orNone(isBoolean),
  publishedAt: orNone(isInstant),
});
const isMessage = (value: unknown): value is WireMessage => messageTest(value);

const flagTest = shaped({ value: (value) => value !== undefined });
const isFlag = (value: unknown): value is EvaluatedFlag => flagTest(value);

/** A feed whose messages and flags have not been looked at. */
interface WireFeed {
  readonly position: number;
  readonly revision: string;
  readonly serverNow: string;
  readonly messages: readonly unknown[];
  readonly flags: Readonly<Record<string, unknown>>;
}

const feedTest = shaped({
  position: isCount,
  revision: isName,
  serverNow: isInstant,
  messages: Array.isArray,
  flags: isObject,
});
const isFeed = (value: unknown): value is WireFeed => feedTest(value);

const killTest = shaped({
  position: isCount,
  flags: orNone(areNames),
  messages: orNone(areNames),
});
const isKill = (value: unknown): value is Pick<Kill, 'position'> & Partial<Kill> => killTest(value);

/** One message out of untrusted JSON, or null if anything in it is not as PROTOCOL.md says. */
function parseMessage(value: unknown): Message | null {
  if (!isMessage(value)) return null;
  return { ...optional, ...value, validForMs: Math.min(value.validForMs, longestLeaseMs) };
}

/**
 * A feed out of untrusted JSON, or null if its envelope is broken. A broken message or flag drops out
 * alone; the rest of the feed stands.
 */
export function parseFeed(value: unknown): Feed | null {
  if (!isFeed(value)) return null;
  const messages = new Map<string, Message>();
  for (const candidate of value.messages) {
    const message = parseMessage(candidate);
    if (message && !messages.has(message.id)) messages.set(message.id, message);
  }
  const flags: [string, EvaluatedFlag][] = [];
  for (const [key, flag] of Object.entries(value.flags)) {
    if (isFlag(flag)) flags.push([key, { value: flag.value, variation: flag.variation ?? null }]);
  }
  return {
    ...value,
    messages: [...messages.values()].toSorted((a, b) => b.priority - a.priority),
    flags: Object.fromEntries(flags),
  };
}

/** A kill out of untrusted JSON; null when it can't be read, and then nothing may stay on the screen. */
export function parseKill(value: unknown): Kill | null {
  if (!isKill(value)) return null;
  return { position: value.position, flags: value.flags ?? [], messages: value.messages ?? [] };
}
