import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { instant, pageOf, pageQuery } from './schemas.ts';

/** The roles that are held on units, strongest first. */
export const roles = ['owner', 'editor', 'contributor', 'viewer'] as const;

/** A role on units. A role on a unit holds on all units below it. */
export type Role = (typeof roles)[number];

const email = z.email().max(254);
const password = z.string().max(200);
const grants = z.array(z.object({ role: z.enum(roles), unit: idOf('unit').nullable() })).max(50);

const identityView = z.object({
  ref: referenceOf('identity'),
  name: z.string(),
  email: z.string(),
  kind: z.enum(['member', 'guest']),
  administrator: z.boolean(),
  person: referenceOf('person').nullable(),
  state: z.enum(['invited', 'active', 'suspended']),
  roles: z.array(z.object({ role: z.enum(roles), unit: referenceOf('unit').nullable() })),
});

/** Who may sign in, as the API shows them. */
export type IdentityView = z.output<typeof identityView>;

/** Signing in, who may sign in, and with which rights. */
export const access = {
  getSession: operation({
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Who is signed in',
    permission: 'public',
    output: z.object({
      identity: identityView.nullable(),
      organisation: z.string().nullable(),
      /** What the organisation's clock says. */
      now: instant,
      /** Whether all of this is fictional, and its clock can be moved. */
      rehearsal: z.boolean(),
    }),
  }),
  signIn: operation({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Sign in with e-mail and password; the answer sets an HTTP-only cookie',
    permission: 'public',
    body: z.object({ email, password: z.string().min(1).max(200) }),
    output: z.object({ identity: identityView }),
    errors: ['access.wrong_credentials'],
  }),
  redeemSignInLink: operation({
    method: 'POST',
    path: '/api/v1/session/link',
    summary: 'Sign in with a one-time link; the first use of an invitation sets name and password',
    permission: 'public',
    body: z.object({
      token: z.string().min(20).max(200),
      name: z.string().trim().min(1).max(200).optional(),
      email: email.optional(),
      password: password.optional(),
    }),
    output: z.object({ identity: identityView }),
    errors: ['access.link_expired', 'access.weak_password', 'already_exists'],
  }),
  signOut: operation({
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'Sign out here',
    permission: 'public',
  }),
  listIdentities: operation({
    method: 'GET',
    path: '/api/v1/identities',
    summary: 'Who may sign in',
    permission: 'member',
    query: pageQuery.extend({ q: z.string().max(200).optional() }),
    output: pageOf(identityView),
  }),
  invite: operation({
    method: 'POST',
    path: '/api/v1/identities',
    summary: 'Invite somebody; the answer carries their one-time sign-in link, once',
    permission: 'administrator',
    body: z.object({
      email,
      name: z.string().trim().min(1).max(200),
      kind: z.enum(['member', 'guest']).default('member'),
      administrator: z.boolean().default(false),
      person: idOf('person').optional(),
      roles: grants.default([]),
    }),
    output: z.object({ ref: referenceOf('identity'), signInLink: z.string() }),
    status: 201,
    errors: ['already_exists'],
    secrets: ['signInLink'],
  }),
  changeIdentity: operation({
    method: 'PATCH',
    path: '/api/v1/identities/{id}',
    summary: 'Change what an identity may do, or suspend it',
    permission: 'administrator',
    params: z.object({ id: idOf('identity') }),
    body: z.object({
      administrator: z.boolean().optional(),
      state: z.enum(['active', 'suspended']).optional(),
      roles: grants.optional(),
      /** Kinds of restricted entities that the identity may read as a whole. */
      readsKinds: z.array(z.string().max(50)).max(50).optional(),
    }),
    output: identityView,
    errors: ['access.last_administrator'],
  }),
  createSignInLink: operation({
    method: 'POST',
    path: '/api/v1/identities/{id}/sign-in-link',
    summary: 'A new one-time sign-in link for somebody who lost theirs',
    permission: 'administrator',
    params: z.object({ id: idOf('identity') }),
    output: z.object({ signInLink: z.string() }),
    status: 201,
    secrets: ['signInLink'],
  }),
  listApiKeys: operation({
    method: 'GET',
    path: '/api/v1/api-keys',
    summary: 'My API keys; never their secrets',
    permission: 'member',
    output: z.object({
      items: z.array(
        z.object({
          ref: referenceOf('api_key'),
          name: z.string(),
          scopes: z.array(z.string()),
          createdAt: instant,
          expiresAt: instant.nullable(),
          lastUsedAt: instant.nullable(),
        }),
      ),
    }),
  }),
  createApiKey: operation({
    method: 'POST',
    path: '/api/v1/api-keys',
    summary: 'An API key with my rights, narrowed to scopes such as `strategy:read`; shown once',
    permission: 'member',
    body: z.object({
      name: z.string().trim().min(1).max(100),
      scopes: z
        .array(
          z.string().regex(/^(\*|[a-z]+):(read|write)$/, 'a scope is domain:read or domain:write'),
        )
        .min(1)
        .max(50),
      expiresInDays: z.number().int().min(1).max(366).default(90),
    }),
    output: z.object({ ref: referenceOf('api_key'), key: z.string() }),
    status: 201,
    secrets: ['key'],
  }),
  revokeApiKey: operation({
    method: 'DELETE',
    path: '/api/v1/api-keys/{id}',
    summary: 'Revoke an API key',
    permission: 'member',
    params: z.object({ id: idOf('api_key') }),
  }),
};
