import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { problem } from '../../../platform/problem.ts';
import type { TimelineKind } from '../tables.ts';

/** What a delivery of PagerDuty says of one of its incidents. */
export interface PagerDutyEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly incident: {
    readonly id: string;
    readonly title: string;
    readonly address: string;
    /** What it is about, and when it began, where the event says it. */
    readonly service: string | null;
    readonly createdAt: Date | null;
    readonly status: 'triggered' | 'acknowledged' | 'resolved' | null;
    readonly severity: number | null;
  };
  readonly line: { readonly kind: TimelineKind; readonly text: string; readonly by: string };
}

const named = z.looseObject({ summary: z.string().nullish() });
const reference = z.looseObject({
  id: z.string().min(1).max(100),
  html_url: z.string().nullish(),
  summary: z.string().nullish(),
});
const moment = z.iso.datetime({ offset: true });

const data = z.looseObject({
  type: z.string(),
  id: z.string().max(100).optional(),
  html_url: z.string().nullish(),
  title: z.string().nullish(),
  status: z.enum(['triggered', 'acknowledged', 'resolved']).optional(),
  created_at: moment.optional(),
  service: reference.nullish(),
  priority: named.nullish(),
  urgency: z.string().nullish(),
  assignees: z.array(named).nullish(),
  incident: reference.optional(),
  content: z.string().nullish(),
  message: z.string().nullish(),
  state: z.string().nullish(),
  user: named.nullish(),
});

const delivery = z.looseObject({
  event: z.looseObject({
    id: z.string().min(1).max(200),
    event_type: z.string(),
    occurred_at: moment,
    agent: named.nullish(),
    data,
  }),
});

type Data = z.output<typeof data>;

/**
 * Whether a delivery was signed with a secret: one of the signatures in `X-PagerDuty-Signature` is
 * `v1=` and the HMAC-SHA-256 of the body in hexadecimal. There are several while a secret rotates.
 */
export function isSigned(secret: string, header: string, body: Uint8Array): boolean {
  const expected = createHmac('sha256', secret).update(body).digest();
  return header.split(',').some((part) => {
    const hex = /^v1=([0-9a-f]{64})$/i.exec(part.trim())?.[1];
    return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), expected);
  });
}

/** `P1` … `P5` or `SEV-2` as one of our four; without a priority as urgent as it says. */
function severityOf({ priority, urgency }: Data): number | null {
  const digit = /[1-5]/.exec(priority?.summary ?? '')?.[0];
  if (digit !== undefined) return Math.min(4, Number(digit));
  if (urgency === 'high') return 2;
  return urgency === 'low' ? 3 : null;
}

const listed = (people: Data['assignees']) =>
  (people ?? []).map(({ summary }) => summary ?? 'somebody').join(', ');

function lineOf(type: string, about: Data): { kind: TimelineKind; text: string } {
  switch (type) {
    case 'incident.triggered':
      return { kind: 'detected', text: 'Triggered in PagerDuty.' };
    case 'incident.annotated':
      return { kind: 'note', text: about.content || 'A note without words.' };
    case 'incident.status_update_published':
      return { kind: 'communication', text: about.message || 'A status update without words.' };
    case 'incident.responder.added':
      return { kind: 'action', text: `${about.user?.summary ?? 'Somebody'} was asked to respond.` };
    case 'incident.responder.replied':
      return {
        kind: 'action',
        text: `${about.user?.summary ?? 'Somebody'} replied: ${about.state ?? 'nothing'}.`,
      };
    case 'incident.priority_updated':
      return {
        kind: 'status',
        text: `Priority ${about.priority?.summary ?? 'none'} in PagerDuty.`,
      };
    case 'incident.reassigned':
    case 'incident.delegated':
    case 'incident.escalated': {
      const what = type.slice('incident.'.length);
      const whom = listed(about.assignees);
      return {
        kind: 'action',
        text: `${what[0]?.toUpperCase()}${what.slice(1)} in PagerDuty${whom === '' ? '' : ` to ${whom}`}.`,
      };
    }
    default: {
      const what = type.slice('incident.'.length).replaceAll(/[._]/g, ' ');
      return { kind: 'status', text: `${what[0]?.toUpperCase()}${what.slice(1)} in PagerDuty.` };
    }
  }
}

const address = (text: string | null | undefined) =>
  text?.startsWith('https://') && URL.canParse(text) ? text.slice(0, 2000) : '';

/**
 * Reads a V3 delivery; null for what is about no incident, such as a service or a test of the
 * connection. Throws `operations.delivery_unreadable`.
 */
export function readPagerDuty(body: Uint8Array): PagerDutyEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw problem('operations.delivery_unreadable', 'The body is not JSON.');
  }
  const parsed = delivery.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw problem('operations.delivery_unreadable', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { event } = parsed.data;
  const about = event.data;
  const type = event.event_type;
  const whole = about.type === 'incident' && about.id !== undefined;
  const id = whole ? about.id : about.incident?.id;
  if (!type.startsWith('incident.') || id === undefined) return null;
  const title = (whole ? about.title : about.incident?.summary) || `PagerDuty incident ${id}`;
  return {
    id: event.id,
    type,
    at: new Date(event.occurred_at),
    incident: {
      id,
      title: title.trim().slice(0, 200) || `PagerDuty incident ${id}`,
      address: address(whole ? about.html_url : about.incident?.html_url),
      service: about.service?.id ?? null,
      createdAt: whole && about.created_at ? new Date(about.created_at) : null,
      status: whole ? (about.status ?? null) : null,
      severity: whole ? severityOf(about) : null,
    },
    line: {
      ...lineOf(type, about),
      by: event.agent?.summary || 'PagerDuty',
    },
  };
}
