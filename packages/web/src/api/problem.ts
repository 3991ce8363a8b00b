import type { ProblemCode } from '@throughline/contract';

/** One fault of an input: where it is (`body.title`) and what is wrong with it. */
export interface Fault {
  readonly where: string;
  readonly message: string;
  /** Faults of an import name their file, the key of the record in it, and the field. */
  readonly file?: string;
  readonly record?: string;
  readonly field?: string;
}

/** A problem document that the server answered, or that it could not be reached. */
export class Problem extends Error {
  readonly code: ProblemCode | 'unreachable';
  readonly status: number;
  readonly title: string;
  readonly requestId: string | undefined;
  readonly faults: readonly Fault[];

  constructor(document: {
    code: ProblemCode | 'unreachable';
    status: number;
    title: string;
    detail: string;
    requestId?: string;
    errors?: readonly Fault[];
  }) {
    super(document.detail);
    this.name = 'Problem';
    this.code = document.code;
    this.status = document.status;
    this.title = document.title;
    this.requestId = document.requestId;
    this.faults = document.errors ?? [];
  }
}

/** What is wrong with one field of the body, or undefined. */
export function faultOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.faults.find(({ where }) => where === `body.${field}`)?.message;
}

/** The problem as `ErrorState` shows it. */
export function shownProblem(error: unknown): {
  title: string;
  detail?: string;
  requestId?: string;
} {
  if (error instanceof Problem) {
    return {
      title: error.title,
      detail: error.message,
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    };
  }
  return { title: error instanceof Error ? error.message : 'Something went wrong' };
}
