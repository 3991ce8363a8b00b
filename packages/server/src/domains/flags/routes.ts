import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { archiveFlag, restoreFlag } from './archive-flag.ts';
import { listChanges } from './change/change-views.ts';
import { proposeChange } from './change/propose-change.ts';
import { approveChange, declineChange, withdrawChange } from './change/approve-change.ts';
import { reviewView, setReview } from './change/set-review.ts';
import { changeFlag } from './change-flag.ts';
import { configurationView, listFlagVersions } from './configuration-views.ts';
import { createFlag } from './create-flag.ts';
import { evaluateFlag } from './evaluate-flag.ts';
import { evaluateSample } from './evaluate-sample.ts';
import { listFlagEvents } from './events/event-views.ts';
import { flagView, listFlags } from './flag-views.ts';
import { approveRamp, goOnRamp, holdRamp, rollBackRamp, stopRamp } from './ramp/look-at-ramp.ts';
import { listRamps } from './ramp/ramp-views.ts';
import { startRamp } from './ramp/start-ramp.ts';
import { changeSdkSettings } from './sdk-key/change-sdk-settings.ts';
import { createSdkKey } from './sdk-key/create-sdk-key.ts';
import { revokeSdkKey } from './sdk-key/revoke-sdk-key.ts';
import { rotateIdentitySecret } from './sdk-key/rotate-identity-secret.ts';
import { rotateSdkKey } from './sdk-key/rotate-sdk-key.ts';
import { listSdkKeys, sdkSettingsView } from './sdk-key/sdk-key-views.ts';
import { listSegments } from './segment/segment-views.ts';
import { deleteSegment, setSegment } from './segment/set-segment.ts';
import type { Serving } from './serving/serving.ts';
import { setFlagConfiguration, turnFlag } from './set-flag-configuration.ts';

const { flags } = operations;

/** Binds the flags' operations. */
export function flagsRoutes(serving: Serving, secrets: Secrets): Route[] {
  return [
    write(flags.createFlag, async (context, { body }) => {
      const { id, revision } = await createFlag(context, body);
      return { ref: toReference('flag', id), revision };
    }),
    read(flags.getFlag, (context, { params }) => flagView(context, params.id)),
    read(flags.listFlags, (context, { query }) => listFlags(context, query)),
    write(flags.changeFlag, async (context, { params, body }) => ({
      revision: await changeFlag(context, params.id, body),
    })),
    write(flags.archiveFlag, async (context, { params }) => ({
      revision: await archiveFlag(context, params.id),
    })),
    write(flags.restoreFlag, async (context, { params }) => ({
      revision: await restoreFlag(context, params.id),
    })),

    read(flags.getFlagConfiguration, (context, { params }) =>
      configurationView(context, { flag: params.id, environment: params.environment }),
    ),
    write(flags.setFlagConfiguration, (context, { params, body }) =>
      setFlagConfiguration(context, { flag: params.id, environment: params.environment }, body),
    ),
    write(flags.turnFlagOn, (context, { params }) =>
      turnFlag(context, { flag: params.id, environment: params.environment }, true),
    ),
    write(flags.turnFlagOff, (context, { params }) =>
      turnFlag(context, { flag: params.id, environment: params.environment }, false),
    ),
    read(flags.listFlagVersions, (context, { params, query }) =>
      listFlagVersions(context, { flag: params.id, environment: params.environment }, query),
    ),
    read(flags.evaluateFlag, (context, { params, body }) =>
      evaluateFlag(context, serving, { flag: params.id, environment: params.environment }, body),
    ),

    write(flags.proposeFlagChange, async (context, { params, body }) => {
      const place = { flag: params.id, environment: params.environment };
      return { ref: toReference('flag_change', await proposeChange(context, place, body)) };
    }),
    read(flags.listFlagChanges, (context, { query }) => listChanges(context, query)),
    write(flags.approveFlagChange, (context, { params, body }) =>
      approveChange(context, params.id, body.note),
    ),
    write(flags.declineFlagChange, (context, { params, body }) =>
      declineChange(context, params.id, body.reason),
    ),
    write(flags.withdrawFlagChange, (context, { params }) => withdrawChange(context, params.id)),
    read(flags.getFlagReview, (context, { params }) => reviewView(context, params.environment)),
    write(flags.setFlagReview, async (context, { params, body }) => ({
      revision: await setReview(context, params.environment, body.required),
    })),

    write(flags.startRamp, async (context, { params, body }) => {
      const place = { flag: params.id, environment: params.environment };
      return { ref: toReference('flag_ramp', await startRamp(context, place, body)) };
    }),
    read(flags.listRamps, (context, { query }) => listRamps(context, query)),
    write(flags.approveRamp, (context, { params, body }) =>
      approveRamp(context, params.id, body.reason),
    ),
    write(flags.holdRamp, (context, { params, body }) => holdRamp(context, params.id, body.reason)),
    write(flags.goOnRamp, (context, { params, body }) => goOnRamp(context, params.id, body.reason)),
    write(flags.rollBackRamp, (context, { params, body }) =>
      rollBackRamp(context, params.id, body.reason),
    ),
    write(flags.stopRamp, (context, { params, body }) => stopRamp(context, params.id, body.reason)),
    read(flags.evaluateSample, (context, { params, body }) =>
      evaluateSample(
        context,
        serving,
        { flag: params.id, environment: params.environment },
        body.draft,
      ),
    ),
    read(flags.listFlagEvents, (context, { params }) =>
      listFlagEvents(context, { flag: params.id, environment: params.environment }),
    ),

    read(flags.listSegments, (context, { params }) => listSegments(context, params.environment)),
    write(flags.createSegment, async (context, { params, body }) => {
      const { key, ...segment } = body;
      return { revision: await setSegment(context, { ...params, key }, segment, 'create') };
    }),
    write(flags.changeSegment, async (context, { params, body }) => ({
      revision: await setSegment(context, params, body, 'change'),
    })),
    write(flags.deleteSegment, (context, { params }) =>
      deleteSegment(context, params).then(() => undefined),
    ),

    write(flags.createSdkKey, async (context, { body }) => {
      const { id, ...shownOnce } = await createSdkKey(context, secrets, body);
      return { ref: toReference('sdk_key', id), ...shownOnce };
    }),
    read(flags.listSdkKeys, (context, { query }) => listSdkKeys(context, query)),
    write(flags.rotateSdkKey, async (context, { params, body }) => {
      const { id, key, oldEndsAt } = await rotateSdkKey(context, secrets, params.id, body);
      return {
        ref: toReference('sdk_key', id),
        key,
        oldEndsAt: oldEndsAt.toString({ smallestUnit: 'millisecond' }),
      };
    }),
    write(flags.revokeSdkKey, (context, { params }) =>
      revokeSdkKey(context, params.id).then(() => undefined),
    ),
    read(flags.getSdkSettings, (context, { params }) =>
      sdkSettingsView(context, secrets, params.environment),
    ),
    write(flags.changeSdkSettings, async (context, { params, body }) => ({
      revision: await changeSdkSettings(context, params.environment, body),
    })),
    write(flags.rotateIdentitySecret, async (context, { params }) => {
      const { id, secret } = await rotateIdentitySecret(context, secrets, params.environment);
      return { id, identitySecret: secret };
    }),
  ];
}
