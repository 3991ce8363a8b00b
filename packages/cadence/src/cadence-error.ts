/** Why a computation of this package was refused. */
export type CadenceErrorCode =
  /** The rule costs more work than the limit allows. */
  | 'work_limit'
  /** No business day within reach: the holidays leave none. */
  | 'no_business_day'
  /** A calendar, window or event breaks its stated bounds. */
  | 'invalid_input';

/** The only error that this package throws on purpose; `message` is fit to be shown to a person. */
export class CadenceError extends Error {
  readonly code: CadenceErrorCode;

  constructor(code: CadenceErrorCode, message: string) {
    super(message);
    this.name = 'CadenceError';
    this.code = code;
  }
}
