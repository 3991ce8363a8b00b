/** One figure of a node. */
export interface Metric {
  /** `throughline_flag_streams_open`; a counter's ends in `_total`. */
  readonly name: string;
  readonly help: string;
  /** A counter only grows while the node runs. */
  readonly type: 'gauge' | 'counter';
  readonly value: number;
}

/** Figures in the text format that Prometheus reads (exposition format 0.0.4). */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .map(
      ({ name, help, type, value }) =>
        `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${name} ${value}\n`,
    )
    .join('');
}
