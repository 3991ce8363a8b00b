import type { ProblemCode } from '@throughline/contract';

/** A failure that an operation's contract names: its code decides the HTTP status. */
export class DomainError extends Error {
  readonly code: ProblemCode;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, detail: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.name = 'DomainError';
    this.code = code;
    this.extra = extra;
  }
}

/**
 * The error to throw for a failure that the contract names. `detail` is a sentence that says what
 * to do; `extra` becomes members of the problem document.
 */
export function problem(
  code: ProblemCode,
  detail: string,
  extra?: Readonly<Record<string, unknown>>,
): DomainError {
  return new DomainError(code, detail, extra);
}
