import type { ClientInput, OperationId, OperationOf } from '@throughline/contract';

/**
 * Who does something: a handful of people have signed in, each with a key of their own. The
 * administrator set everything up.
 */
export const voices = [
  'administrator',
  'head-of-pt',
  'head-of-engineering',
  'head-of-product',
  'head-of-design',
  'product-operations',
  'chief-of-staff',
  'head-of-portfolio-and-enablement',
] as const;

/** One of them: the key of the post that they hold. */
export type Voice = (typeof voices)[number];

/** When something happens: a day, and the morning, the middle or the end of it. */
export interface Moment {
  readonly day: string;
  readonly slot: 0 | 1 | 2;
}

interface Happening extends Moment {
  readonly by: Voice;
}

/**
 * Something that happened, as data: a call of a public operation, whose references to other facts
 * are written `@key`. `key` is how later facts name what the call made; `revision` says that the
 * call names the revision of what it changes.
 */
export interface Call extends Happening {
  readonly does: 'call';
  readonly call: OperationId;
  readonly input: {
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
  readonly key?: string | undefined;
  readonly revision: boolean;
}

/** Commits that appear in a repository: what `git fast-import` reads. */
export interface Push extends Happening {
  readonly does: 'push';
  readonly repository: string;
  readonly stream: string;
  /** What its tests then say, in JUnit's form; more than one where a job was run again. */
  readonly reports?: readonly string[];
}

/** The server has something to do first: it goes on when a field is one of these. */
export interface Wait extends Happening {
  readonly does: 'wait';
  readonly call: OperationId;
  readonly about: string;
  readonly field: string;
  readonly until: readonly string[];
}

/** People confirm what no record speaks for, so that a launch is ready. */
export interface Confirm extends Happening {
  readonly does: 'confirm';
  readonly launch: string;
}

/** One fact of the history. */
export type Fact = Call | Push | Wait | Confirm;

/** A call, checked against the contract; references are `@key`. */
export function call<I extends OperationId>(
  when: Moment,
  by: Voice,
  id: I,
  input: ClientInput<OperationOf<I>>,
  options: { key?: string; revision?: boolean } = {},
): Call {
  const { day, slot } = when;
  const { key, revision = false } = options;
  return { does: 'call', day, slot, by, call: id, input: input as Call['input'], key, revision };
}

/** Waits for the server. */
export function wait(
  when: Moment,
  id: OperationId,
  about: string,
  field: string,
  until: readonly string[],
): Wait {
  const { day, slot } = when;
  return { does: 'wait', day, slot, by: 'administrator', call: id, about, field, until };
}
