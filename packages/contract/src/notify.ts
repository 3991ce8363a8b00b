import { z } from 'zod';
import { clause, evaluationContext } from './flags-configuration.ts';
import { entityRefOf, idOf } from './ids.ts';
import { messageContent, notificationDetail, notificationRow } from './notify-views.ts';
import { notificationClasses, notificationFormats, notificationStates } from './notify-words.ts';
import { operation } from './operation.ts';
import { changed, created, instant, pageOf, pageQuery, text, title } from './schemas.ts';

const url = z
  .string()
  .max(2000)
  .regex(/^(?:https?:\/\/|\/(?!\/))/, 'must begin with https://, http:// or one /');

const action = z.object({ label: z.string().trim().min(1).max(200), url });

/** What is told, to whom, while what holds. */
const told = {
  title,
  /** Markdown: paragraphs, lists, strong, emphasis, code, links. Anything else stays text. */
  body: z.string().max(10_000),
  format: z.enum(notificationFormats),
  action: action.nullable(),
  /** Every clause must hold for the recipient; without any, everybody is meant. */
  audience: z.array(clause).max(50),
  /** What is promised: told only to those whom the flag serves this variation. */
  flag: z.object({ flag: idOf('flag'), variation: z.number().int().min(0).max(49) }).nullable(),
  /** Told only while what this deployment brought runs, and healthily. */
  deployment: idOf('deployment').nullable(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  priority: z.number().int().min(0).max(100),
  dismissible: z.boolean(),
  feedbackQuestion: z.string().trim().min(1).max(200).nullable(),
} as const;

const announces = z.array(entityRefOf('launch', 'initiative', 'feature')).max(20);
const params = z.object({ id: idOf('notification') });

const moves = { permission: 'contributor', params, output: changed } as const;

/** What customers are told in the product, only while it is true. */
export const notify = {
  createNotification: operation({
    method: 'POST',
    path: '/api/v1/notifications',
    summary: 'Draft a notification for the people of one environment',
    permission: 'contributor',
    body: z.object({
      ...told,
      ownerUnit: idOf('unit'),
      environment: idOf('environment'),
      class: z.enum(notificationClasses).default('feature'),
      format: told.format.default('banner'),
      body: told.body.default(''),
      action: told.action.default(null),
      audience: told.audience.default([]),
      flag: told.flag.default(null),
      deployment: told.deployment.default(null),
      startsAt: told.startsAt.default(null),
      endsAt: told.endsAt.default(null),
      priority: told.priority.default(50),
      dismissible: told.dismissible.default(true),
      feedbackQuestion: told.feedbackQuestion.default(null),
      announces: announces.default([]),
    }),
    output: created('notification'),
    status: 201,
    errors: ['notify.invalid'],
  }),
  getNotification: operation({
    method: 'GET',
    path: '/api/v1/notifications/{id}',
    summary: 'A notification, what holds it, and what became of it',
    permission: 'member',
    params,
    output: notificationDetail,
  }),
  listNotifications: operation({
    method: 'GET',
    path: '/api/v1/notifications',
    summary: 'Notifications, newest first; in a state, of an environment, of a flag, of a class',
    permission: 'member',
    query: pageQuery.extend({
      q: z.string().trim().max(200).optional(),
      state: z.enum(notificationStates).optional(),
      environment: idOf('environment').optional(),
      flag: idOf('flag').optional(),
      class: z.enum(notificationClasses).optional(),
      ownerUnit: idOf('unit').optional(),
    }),
    output: pageOf(notificationRow),
  }),
  changeNotification: operation({
    method: 'PATCH',
    path: '/api/v1/notifications/{id}',
    summary: 'Change a notification: whatever was approved is a draft again',
    description:
      'What is live must be withdrawn first. A change of what was withdrawn or has ended begins a new epoch: it is told again to those who dismissed it.',
    permission: 'contributor',
    params,
    body: z.object({
      title: told.title.optional(),
      body: told.body.optional(),
      format: told.format.optional(),
      class: z.enum(notificationClasses).optional(),
      action: told.action.optional(),
      audience: told.audience.optional(),
      flag: told.flag.optional(),
      deployment: told.deployment.optional(),
      startsAt: told.startsAt.optional(),
      endsAt: told.endsAt.optional(),
      priority: told.priority.optional(),
      dismissible: told.dismissible.optional(),
      feedbackQuestion: told.feedbackQuestion.optional(),
      announces: announces.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['notify.invalid', 'wrong_state'],
  }),
  submitNotification: operation({
    method: 'POST',
    path: '/api/v1/notifications/{id}/submit',
    summary: 'Ask for approval',
    ...moves,
    errors: ['notify.invalid', 'wrong_state'],
  }),
  returnNotification: operation({
    method: 'POST',
    path: '/api/v1/notifications/{id}/return',
    summary: 'Send it back to its author, for a reason',
    ...moves,
    body: z.object({ reason: text.min(1) }),
    errors: ['wrong_state'],
  }),
  approveNotification: operation({
    method: 'POST',
    path: '/api/v1/notifications/{id}/approve',
    summary: 'Approve exactly what it says now; its author may not',
    permission: 'editor',
    params,
    body: z.object({
      /** Needed where the only person who could approve approves their own work. */
      reason: text.default(''),
    }),
    output: changed,
    ifMatch: true,
    errors: ['notify.own_work', 'wrong_state'],
  }),
  publishNotification: operation({
    method: 'POST',
    path: '/api/v1/notifications/{id}/publish',
    summary: 'Tell it, from its start on, to whoever may see it',
    ...moves,
    errors: ['notify.not_approved', 'wrong_state'],
  }),
  withdrawNotification: operation({
    method: 'POST',
    path: '/api/v1/notifications/{id}/withdraw',
    summary: 'Take it off every screen, for a reason',
    ...moves,
    body: z.object({ reason: text.min(1) }),
    errors: ['wrong_state'],
  }),
  previewNotification: operation({
    method: 'POST',
    path: '/api/v1/notifications/{id}/preview',
    summary: 'Would this context be told? Each condition by name',
    permission: 'member',
    params,
    body: z.object({ context: evaluationContext }),
    output: z.object({
      eligible: z.boolean(),
      conditions: z.array(
        z.object({ condition: z.string(), holds: z.boolean(), says: z.string() }),
      ),
    }),
  }),
  readMessage: operation({
    method: 'POST',
    path: '/api/v1/message-readings',
    summary: 'How a title and Markdown will read: the tree that widgets draw',
    permission: 'member',
    body: z.object({ title, body: told.body }),
    output: messageContent,
    errors: ['notify.invalid'],
  }),
};
