/**
 * The embedded database can't be started, and the person at the keyboard can do something about
 * it: `message` is one line that says what. Print it without a stack and exit non-zero.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
