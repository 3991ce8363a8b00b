import { isContent, isObject, safeAddress } from './content.ts';
import type { Content } from './content.ts';

/** Any JSON value; what a flag serves. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

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

const formats: readonly string[] = ['banner', 'modal', 'toast', 'feed', 'badge', 'changelog'];

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isFormat = (value: unknown): value is Format => formats.includes(String(value));

/** Whatever came out of JSON.parse is Json by construction; undefined is what an absent field reads as. */
const isJson = (value: unknown): value is Json => value !== undefined;

/** One message out of untrusted JSON, or null if anything in it is not as PROTOCOL.md says. */
export function parseMessage(value: unknown): Message | null {
  if (!isObject(value)) return null;
  const { id, campaign, epoch, format, content, priority, validForMs, dismissible } = value;
  const { action = null, flag = null, feedback = null, publishedAt = null } = value;
  if (!isName(id) || !isName(campaign) || !isCount(epoch) || !isFormat(format)) return null;
  if (!isContent(content) || typeof dismissible !== 'boolean') return null;
  if (!Number.isFinite(priority) || !isCount(validForMs) || validForMs === 0) return null;
  if (publishedAt !== null && Number.isNaN(Date.parse(String(publishedAt)))) return null;
  let parsedAction: Message['action'] = null;
  if (action !== null) {
    if (!isObject(action) || !isName(action.label)) return null;
    if (!safeAddress(action.url, 'https://page.invalid')) return null;
    parsedAction = { label: action.label, url: String(action.url) };
  }
  let parsedFlag: Message['flag'] = null;
  if (flag !== null) {
    if (!isObject(flag) || !isName(flag.key) || !isJson(flag.value)) return null;
    parsedFlag = { key: flag.key, value: flag.value };
  }
  let parsedFeedback: Message['feedback'] = null;
  if (feedback !== null) {
    if (!isObject(feedback) || !isName(feedback.question)) return null;
    parsedFeedback = { question: feedback.question };
  }
  return {
    id,
    campaign,
    epoch,
    format,
    content,
    dismissible,
    priority: Number(priority),
    validForMs: Math.min(validForMs, longestLeaseMs),
    action: parsedAction,
    flag: parsedFlag,
    feedback: parsedFeedback,
    seen: value.seen === true,
    claimed: value.claimed === true,
    publishedAt: publishedAt === null ? null : String(publishedAt),
  };
}

/**
 * A feed out of untrusted JSON, or null if its envelope is broken. A broken message or flag drops out
 * alone; the rest of the feed stands.
 */
export function parseFeed(value: unknown): Feed | null {
  if (!isObject(value)) return null;
  const { position, revision, serverNow, messages, flags } = value;
  if (!isCount(position) || !isName(revision) || !Array.isArray(messages) || !isObject(flags)) return null;
  if (typeof serverNow !== 'string' || Number.isNaN(Date.parse(serverNow))) return null;
  const kept = new Map<string, Message>();
  for (const candidate of messages) {
    const message = parseMessage(candidate);
    if (message && !kept.has(message.id)) kept.set(message.id, message);
  }
  const evaluated: [string, EvaluatedFlag][] = [];
  for (const [key, flag] of Object.entries(flags)) {
    if (!isObject(flag) || !isJson(flag.value)) continue;
    evaluated.push([key, { value: flag.value, variation: isCount(flag.variation) ? flag.variation : null }]);
  }
  return {
    position,
    revision,
    serverNow,
    messages: [...kept.values()].sort((a, b) => b.priority - a.priority),
    flags: Object.fromEntries(evaluated),
  };
}

/** A kill out of untrusted JSON; null when it can't be read, and then nothing may stay on the screen. */
export function parseKill(value: unknown): Kill | null {
  if (!isObject(value) || !isCount(value.position)) return null;
  const { flags = [], messages = [] } = value;
  const areNames = (names: unknown): names is string[] => Array.isArray(names) && names.every(isName);
  return areNames(flags) && areNames(messages) ? { position: value.position, flags, messages } : null;
}
