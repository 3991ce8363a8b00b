import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import type { Serving } from '../flags/index.ts';
import { approveNotification } from './approve-notification.ts';
import { changeNotification } from './change-notification.ts';
import { createNotification } from './create-notification.ts';
import { moveNotification } from './move-notification.ts';
import { listNotifications, notificationView } from './notification-views.ts';
import { parseContent } from './parse-content.ts';
import { previewNotification } from './preview-notification.ts';
import type { HealthOf } from './rules.ts';

const { notify } = operations;

/** Binds the notifications' operations. */
export function notifyRoutes(deps: { serving: Serving; health: HealthOf }): Route[] {
  return [
    write(notify.createNotification, async (context, { body }) => {
      const { id, revision } = await createNotification(context, body);
      return { ref: toReference('notification', id), revision };
    }),
    read(notify.getNotification, (context, { params }) =>
      notificationView(context, deps.health, params.id),
    ),
    read(notify.listNotifications, (context, { query }) => listNotifications(context, query)),
    write(notify.changeNotification, async (context, { params, body }) => ({
      revision: await changeNotification(context, params.id, body),
    })),
    write(notify.submitNotification, async (context, { params }) => ({
      revision: await moveNotification.submit(context, params.id),
    })),
    write(notify.returnNotification, async (context, { params, body }) => ({
      revision: await moveNotification.return(context, params.id, body.reason),
    })),
    write(notify.approveNotification, async (context, { params, body }) => ({
      revision: await approveNotification(context, params.id, body),
    })),
    write(notify.publishNotification, async (context, { params }) => ({
      revision: await moveNotification.publish(context, deps.health, params.id),
    })),
    write(notify.withdrawNotification, async (context, { params, body }) => ({
      revision: await moveNotification.withdraw(context, params.id, body.reason),
    })),
    read(notify.previewNotification, (context, { params, body }) =>
      previewNotification(context, deps, params.id, body.context),
    ),
    read(notify.readMessage, async (_context, { body }) => parseContent(body.title, body.body)),
  ];
}
