import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, instant } from './schemas.ts';

/**
 * A server key reads everything and is secret. A mobile key and a client-side id evaluate what
 * browsers and mobile apps may; the id is public.
 */
export const sdkKeyKinds = ['server', 'mobile', 'client'] as const;

const sdkKeyView = z.object({
  ref: referenceOf('sdk_key'),
  environment: z.object({ ref: referenceOf('environment'), title: z.string() }),
  kind: z.enum(sdkKeyKinds),
  name: z.string(),
  /** The id itself of a client-side id; the last characters of the others. */
  shown: z.string(),
  createdAt: instant,
  createdBy: z.string(),
  /** When a key that another takes the place of stops holding; null: not by itself. */
  endsAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

/** `https://app.example`, or `*` for any. */
const origin = z
  .string()
  .regex(
    /^(?:\*|https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?|https?:\/\/\[[0-9a-f:]+\](?::\d{1,5})?)$/,
    'is not an origin such as https://app.example',
  );

const params = z.object({ environment: idOf('environment') });
const path = '/api/v1/environments/{environment}/sdk-settings';

/** Keys by which SDKs read an environment, and what browsers need besides. */
export const flagSdkKeys = {
  createSdkKey: operation({
    method: 'POST',
    path: '/api/v1/sdk-keys',
    summary: 'Create an SDK key; a server or mobile key is shown once',
    permission: 'editor',
    body: z.object({
      environment: idOf('environment'),
      kind: z.enum(sdkKeyKinds),
      name: z.string().trim().min(1).max(100),
    }),
    output: z.object({
      ref: referenceOf('sdk_key'),
      key: z.string(),
      /** With an environment’s first key: the secret that signs identities, shown once. */
      identitySecret: z.string().nullable(),
    }),
    status: 201,
    secrets: ['key', 'identitySecret'],
  }),
  listSdkKeys: operation({
    method: 'GET',
    path: '/api/v1/sdk-keys',
    summary: 'SDK keys, newest first; at most 500',
    permission: 'member',
    query: z.object({ environment: idOf('environment').optional() }),
    output: z.object({ items: z.array(sdkKeyView) }),
  }),
  rotateSdkKey: operation({
    method: 'POST',
    path: '/api/v1/sdk-keys/{id}/rotate',
    summary: 'Make a new key in the place of one, which holds for some hours beside it',
    permission: 'editor',
    params: z.object({ id: idOf('sdk_key') }),
    body: z.object({ overlapHours: z.number().int().min(0).max(720).default(24) }),
    output: z.object({ ref: referenceOf('sdk_key'), key: z.string(), oldEndsAt: instant }),
    status: 201,
    errors: ['wrong_state'],
    secrets: ['key'],
  }),
  revokeSdkKey: operation({
    method: 'POST',
    path: '/api/v1/sdk-keys/{id}/revoke',
    summary: 'Revoke an SDK key: every node refuses it within a minute',
    permission: 'editor',
    params: z.object({ id: idOf('sdk_key') }),
    errors: ['wrong_state'],
  }),
  getSdkSettings: operation({
    method: 'GET',
    path,
    summary: 'Which pages may ask an environment, and since when its identity secrets hold',
    permission: 'member',
    params,
    output: z.object({
      allowedOrigins: z.array(z.string()),
      /** Browsers must send the hash of their context that a server made with its key. */
      secureMode: z.boolean(),
      /** Whether a server key holds whose hashes can be checked: secure mode needs one. */
      secureModePossible: z.boolean(),
      identitySecrets: z.array(
        z.object({
          id: z.string(),
          createdAt: instant,
          /** False where the key that sealed it is lost: rotate it. */
          readable: z.boolean(),
        }),
      ),
      revision: z.number().int(),
    }),
  }),
  changeSdkSettings: operation({
    method: 'PUT',
    path,
    summary: 'Set the origins whose pages may ask an environment, and its secure mode',
    permission: 'editor',
    params,
    body: z.object({
      allowedOrigins: z.array(origin).max(100),
      /** As it was where it isn’t said. */
      secureMode: z.boolean().optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  rotateIdentitySecret: operation({
    method: 'POST',
    path: '/api/v1/environments/{environment}/identity-secret/rotate',
    summary: 'Make a new identity secret; the one before holds until the next rotation',
    permission: 'editor',
    params,
    output: z.object({ id: z.string(), identitySecret: z.string() }),
    secrets: ['identitySecret'],
  }),
};
