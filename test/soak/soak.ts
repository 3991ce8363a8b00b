/** What a soak is given. */
export interface SoakOptions {
  /** What followed the name on the command line; each soak parses its own with `parseArgs`. */
  readonly args: readonly string[];
  /** Aborted by the first Ctrl-C: finish the round, clean up, report. */
  readonly signal: AbortSignal;
}

/** What `test/soak/<name>.ts` exports as `run`: it prints its findings, and throws where it fails. */
export type Soak = (options: SoakOptions) => Promise<void>;
