import type { Metric } from '../../../platform/metrics.ts';
import type { EventCounts } from '../events/event-intake.ts';
import type { StreamCounts } from '../wire/streams.ts';

/** How a node's streams and events fare, for `/metricsz`. */
export function servingMetrics(streams: StreamCounts, events: EventCounts): Metric[] {
  const metric = (name: string, type: Metric['type'], value: number, help: string): Metric => ({
    name: `throughline_flag_${name}`,
    type,
    value,
    help,
  });
  return [
    metric('streams_open', 'gauge', streams.open, 'Open streams of SDKs.'),
    metric('streams_opened_total', 'counter', streams.opened, 'Streams of SDKs that were opened.'),
    metric(
      'streams_dropped_total',
      'counter',
      streams.dropped,
      'Streams that were ended since their client read too slowly.',
    ),
    metric(
      'streams_refused_total',
      'counter',
      streams.refused,
      'Streams that were not opened since there were too many.',
    ),
    metric('event_batches_total', 'counter', events.batches, 'Batches of events that were taken.'),
    metric(
      'event_batches_repeated_total',
      'counter',
      events.repeated,
      'Batches that had been counted before.',
    ),
    metric(
      'event_batches_refused_total',
      'counter',
      events.refused,
      'Batches that were refused since too many events waited.',
    ),
    metric('events_waiting', 'gauge', events.waiting, 'Events that wait to be stored.'),
    metric(
      'sdk_diagnostics_total',
      'counter',
      events.diagnostics,
      'Reports that SDKs made of themselves.',
    ),
  ];
}
