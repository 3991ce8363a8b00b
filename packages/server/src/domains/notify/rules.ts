import { createHash } from 'node:crypto';
import type {
  FlagConfiguration,
  Id,
  notificationClasses,
  notificationFormats,
  notificationStates,
  Role,
} from '@throughline/contract';
import type { CarriedHealth, Release } from '../release/index.ts';

/** Whether what deployments brought runs, and healthily: the release domain knows. */
export type HealthOf = Release['deploymentHealth'];

/** How a message is shown. */
export type NotificationFormat = (typeof notificationFormats)[number];

/** What a message is about. */
export type NotificationClass = (typeof notificationClasses)[number];

/** The states of a notification. */
export type NotificationState = (typeof notificationStates)[number];

/** Clauses that must all hold for a recipient. */
export type Audience = FlagConfiguration['rules'][number]['clauses'];

/** What a class of message asks for. */
export interface ClassTemplate {
  /** Promises a feature: nobody is told whom the flag doesn't serve it. */
  readonly needsFlag: boolean;
  /** The role on the owner unit that approving needs. */
  readonly approver: Role;
  /** Whether its author may approve it. */
  readonly ownApproval: boolean;
}

/** The classes and their rules. What no flag holds back is approved by an owner. */
export const classTemplates: Readonly<Record<NotificationClass, ClassTemplate>> = {
  feature: { needsFlag: true, approver: 'editor', ownApproval: false },
  maintenance: { needsFlag: false, approver: 'owner', ownApproval: false },
  deprecation: { needsFlag: false, approver: 'owner', ownApproval: false },
  announcement: { needsFlag: false, approver: 'owner', ownApproval: false },
};

/** Formats that come between a person and their work: hidden where their state is unknown. */
export const interruptiveFormats: ReadonlySet<NotificationFormat> = new Set([
  'banner',
  'modal',
  'toast',
]);

/** Everything that an approval binds: what is told, to whom, while what holds. */
export interface Told {
  readonly title: string;
  readonly body: string;
  readonly format: NotificationFormat;
  readonly class: NotificationClass;
  readonly environment: Id<'environment'>;
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly audience: Audience;
  readonly flag: { readonly flag: Id<'flag'>; readonly variation: number } | null;
  readonly deployment: Id<'deployment'> | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly priority: number;
  readonly dismissible: boolean;
  readonly feedbackQuestion: string | null;
  readonly epoch: number;
}

/** JSON with the members of objects in order, so that equal content has one text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What an approval is bound to: SHA-256 of everything that is told. */
export function contentHash(told: Told): Buffer {
  return createHash('sha256')
    .update(canonical({ version: 1, ...told }))
    .digest();
}

/** What a notification is once it is published, by its window alone. */
export function stateByWindow(
  told: Pick<Told, 'startsAt' | 'endsAt'>,
  now: Temporal.Instant,
): 'scheduled' | 'live' | 'ended' {
  const before = (text: string | null) =>
    text !== null && Temporal.Instant.compare(now, Temporal.Instant.from(text)) < 0;
  if (told.endsAt !== null && !before(told.endsAt)) return 'ended';
  return before(told.startsAt) ? 'scheduled' : 'live';
}

/** Whether evidence of health still counts, and says that it runs well. */
export function isHealthy(health: CarriedHealth | undefined, now: Temporal.Instant): boolean {
  if (health?.state !== 'healthy') return false;
  return health.until === null || Temporal.Instant.compare(now, health.until) < 0;
}

/** A condition of being told, and whether it holds. */
export interface Condition {
  readonly condition: string;
  readonly holds: boolean;
  readonly says: string;
}
