import { z } from 'zod';
import { problem } from '../../../platform/problem.ts';

/** What a notification of Alertmanager says of a group of alerts. */
export interface AlertGroup {
  readonly key: string;
  readonly title: string;
  readonly address: string;
  readonly severity: number;
  /** The label `service`, or else `job`, that all of its alerts have. */
  readonly service: string | null;
  readonly alerts: readonly Alert[];
  /** Whether some of its firing alerts were left out. */
  readonly truncated: boolean;
}

/** One alert: known again by its labels, told apart by when it began to fire. */
export interface Alert {
  readonly fingerprint: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly text: string;
}

const labels = z.record(z.string(), z.string()).nullish();
// Go writes times to the nanosecond.
const moment = z
  .string()
  .max(60)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time');

const payload = z.looseObject({
  version: z.literal('4'),
  groupKey: z.string().min(1).max(5000),
  truncatedAlerts: z.number().int().nullish(),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string().nullish(),
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: z.string().nullish(),
  alerts: z
    .array(
      z.looseObject({
        status: z.enum(['firing', 'resolved']),
        labels,
        annotations: labels,
        startsAt: moment,
        endsAt: moment,
        fingerprint: z.string().min(1).max(200),
      }),
    )
    .max(2000),
});

const severities: Readonly<Record<string, number>> = {
  critical: 1,
  page: 1,
  error: 2,
  major: 2,
  high: 2,
  warning: 3,
  minor: 3,
  info: 4,
  none: 4,
  low: 4,
};

/** The label `severity` as one of our four; 3 where it says something else. */
function severityOf(label: string | undefined): number {
  const word = label?.toLowerCase() ?? '';
  const digit = /^(?:p|sev-?|s)([1-5])$/.exec(word)?.[1];
  return digit === undefined ? (severities[word] ?? 3) : Math.min(4, Number(digit));
}

type Payload = z.output<typeof payload>;
type Labels = Readonly<Record<string, string>> | null | undefined;

function titleOf({ commonAnnotations, commonLabels, groupLabels, alerts }: Payload): string {
  const said =
    commonAnnotations?.['summary'] ??
    commonLabels?.['alertname'] ??
    groupLabels?.['alertname'] ??
    alerts[0]?.annotations?.['summary'] ??
    alerts[0]?.labels?.['alertname'] ??
    'Alerts without a name';
  return said.trim().slice(0, 200) || 'Alerts without a name';
}

const quiet = new Set(['alertname', 'severity', 'prometheus']);

function textOf(about: Labels, annotations: Labels): string {
  const said = annotations?.['summary'] ?? annotations?.['description'] ?? about?.['alertname'];
  const where = Object.entries(about ?? {})
    .filter(([name]) => !quiet.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
  return `${said ?? 'An alert'}${where === '' ? '' : ` (${where})`}`.slice(0, 2000);
}

const address = (text: string | null | undefined) =>
  text && /^https?:\/\//.test(text) && URL.canParse(text) ? text.slice(0, 2000) : '';

/** Reads a notification of version 4. Throws `operations.delivery_unreadable`. */
export function readAlertmanager(body: Uint8Array): AlertGroup {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw problem('operations.delivery_unreadable', 'The body is not JSON.');
  }
  const parsed = payload.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw problem('operations.delivery_unreadable', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { data } = parsed;
  const severity = data.alerts.map((alert) => severityOf(alert.labels?.['severity']));
  const common = data.commonLabels ?? {};
  return {
    key: data.groupKey,
    title: titleOf(data),
    address: address(data.externalURL),
    severity: Math.min(4, ...severity),
    service: common['service'] ?? data.groupLabels?.['service'] ?? common['job'] ?? null,
    alerts: data.alerts.map((alert) => ({
      fingerprint: alert.fingerprint,
      startsAt: new Date(alert.startsAt),
      // While it fires this is a time-out, or the year 1.
      endsAt: alert.status === 'resolved' ? new Date(alert.endsAt) : null,
      text: textOf(alert.labels, alert.annotations),
    })),
    truncated: (data.truncatedAlerts ?? 0) > 0 && data.status === 'firing',
  };
}
