import type { Evaluation } from './evaluation.ts';
import type { BigSegmentsStatus } from './model.ts';
import { isFields } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

/** The attributes of one thing that flags are evaluated for. */
export interface ContextAttributes {
  readonly key: string;
  readonly name?: string;
  readonly anonymous?: boolean;
  readonly [attribute: string]: unknown;
}

/** One thing of one kind. A kind is made of letters, digits, `_`, `.` and `-`; not `kind`. */
export interface SingleContext extends ContextAttributes {
  readonly kind: string;
}

/** Several things at once, one a kind. */
export interface MultiContext {
  readonly kind: 'multi';
  readonly [kind: string]: ContextAttributes | 'multi';
}

/** The older form without a kind: a user, whose further attributes lie under `custom`. */
export interface LegacyUser {
  readonly kind?: null;
  readonly key: string | number | boolean;
  readonly anonymous?: boolean | null;
  readonly custom?: Readonly<Record<string, unknown>> | null;
  readonly [attribute: string]: unknown;
}

/** What a flag is evaluated for. */
export type Context = SingleContext | MultiContext | LegacyUser;

/** One prerequisite as it was evaluated on the way to a flag's answer. */
export interface PrerequisiteEvaluation {
  /** The flag that was asked for. */
  readonly flagKey: string;
  /** The flag that names the prerequisite: `flagKey` itself, or one of its prerequisites. */
  readonly dependentKey: string;
  readonly prerequisiteKey: string;
  readonly evaluation: Evaluation;
}

/** Is told of each prerequisite in the order in which the evaluations end. */
export type PrerequisiteObserver = (step: PrerequisiteEvaluation) => void;

/** A checked context together with what one evaluation has to remember. */
export interface Subject {
  /** The kind of a single context, `multi` otherwise. */
  readonly kind: string;
  /** The attributes of a single context. */
  readonly only: Fields | null;
  /** The parts of a multi-context, by kind. */
  readonly parts: ReadonlyMap<string, Fields> | null;
  flagKey: string;
  observe: PrerequisiteObserver | undefined;
  bigSegmentsStatus: BigSegmentsStatus | undefined;
  /** Results of guarded flags and segments, `running` while one is being worked out. */
  flagResults: Map<string, Evaluation | 'running'> | null;
  segmentResults: Map<string, boolean | undefined | 'running'> | null;
  depth: number;
}

function subject(kind: string, only: Fields | null, parts: Subject['parts']): Subject {
  return {
    kind,
    only,
    parts,
    flagKey: '',
    observe: undefined,
    bigSegmentsStatus: undefined,
    flagResults: null,
    segmentResults: null,
    depth: 0,
  };
}

function isKind(kind: string): boolean {
  if (kind === 'user') return true;
  if (kind === '' || kind === 'kind') return false;
  for (let at = 0; at < kind.length; at += 1) {
    const code = kind.charCodeAt(at);
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    const digit = code >= 48 && code <= 57;
    if (!letter && !digit && code !== 95 && code !== 45 && code !== 46) return false;
  }
  return true;
}

function isKey(key: unknown): key is string {
  return typeof key === 'string' && key !== '';
}

// The attributes of a legacy user that aren't under `custom`.
const userAttributes = [
  'name',
  'ip',
  'firstName',
  'lastName',
  'email',
  'avatar',
  'country',
] as const;

function legacySubject(user: Fields): Subject | null {
  const { key } = user;
  if (typeof key !== 'string' && typeof key !== 'number' && typeof key !== 'boolean') return null;
  const only: Record<string, unknown> = {
    ...(isFields(user['custom']) ? user['custom'] : undefined),
    kind: 'user',
    key: String(key),
  };
  const anonymous = user['anonymous'];
  if (anonymous !== undefined && anonymous !== null) only['anonymous'] = !!anonymous;
  for (const name of userAttributes) {
    const value = user[name];
    if (value !== undefined && value !== null) only[name] = value;
  }
  return subject('user', only, null);
}

function multiSubject(context: Fields): Subject | null {
  const parts = new Map<string, Fields>();
  for (const kind of Object.keys(context)) {
    if (kind === 'kind') continue;
    const part = context[kind];
    if (!isKind(kind) || !isFields(part) || !isKey(part['key'])) return null;
    parts.set(kind, part);
  }
  if (parts.size > 1) return subject('multi', null, parts);
  // A multi-context of one kind is that one.
  for (const [kind, part] of parts) return subject(kind, part, null);
  return null;
}

/** Checks a context; `null` when no flag can be evaluated for it. */
export function subjectOf(context: unknown): Subject | null {
  if (!isFields(context)) return null;
  const { kind } = context;
  if (kind === undefined || kind === null) return legacySubject(context);
  if (typeof kind !== 'string') return null;
  if (kind === 'multi') return multiSubject(context);
  return isKind(kind) && isKey(context['key']) ? subject(kind, context, null) : null;
}

/** The attributes of the subject's part of that kind. */
export function attributesOf(subject: Subject, kind: string): Fields | undefined {
  if (subject.only !== null) return subject.kind === kind ? subject.only : undefined;
  return subject.parts?.get(kind);
}

/** The key of the subject's part of that kind. */
export function keyOf(subject: Subject, kind: string): string | undefined {
  const key = attributesOf(subject, kind)?.['key'];
  return typeof key === 'string' ? key : undefined;
}

/** All kinds of the subject. */
export function kindsOf(subject: Subject): readonly string[] {
  return subject.parts === null ? [subject.kind] : [...subject.parts.keys()];
}
