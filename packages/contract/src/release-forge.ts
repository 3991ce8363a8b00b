import { z } from 'zod';
import { idOf } from './ids.ts';
import { operation, upload } from './operation.ts';
import { instant, text, title } from './schemas.ts';

/** Where a repository's changes are reviewed. */
export const forgeSystems = ['github', 'gitlab'] as const;

/** How many deliveries of a forge are remembered. */
export const forgeDeliveriesKept = 100;

/** What its reviewers say of a change. */
export const reviewVerdicts = ['none', 'approved', 'changes-requested'] as const;

const repositoryId = z.object({ id: idOf('repository') });

/** A pull or merge request, as its forge tells it. */
export const reviewRequest = z.object({
  system: z.enum(forgeSystems),
  number: z.number().int(),
  address: z.string(),
  title: z.string(),
  author: z.string(),
  /** The branch that it is to land on. */
  target: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  draft: z.boolean(),
  review: z.enum(reviewVerdicts),
  /** When the forge last told of it. */
  seenAt: instant,
});

/** What a forge is asked with: a token, or an app's key of which tokens are made. */
const credentials = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('token'), token: z.string().trim().min(1).max(2000) }),
  z.strictObject({
    kind: z.literal('app'),
    appId: z.string().regex(/^\d{1,20}$/, 'is a number'),
    installationId: z.string().regex(/^\d{1,20}$/, 'is a number'),
    privateKey: z
      .string()
      .trim()
      .max(10_000)
      .regex(/^-----BEGIN [A-Z ]+-----/, 'is a key in PEM'),
  }),
]);

const forgeView = z.object({
  system: z.enum(forgeSystems),
  address: z.string(),
  project: z.string(),
  /** What it is asked with; `none`: it is only listened to. */
  credentials: z.enum(['none', 'token', 'app']),
  reports: z.boolean(),
  /** Where it sends its webhooks. */
  webhookAddress: z.string(),
  /** Whether their secret is known; without it they are refused. */
  signed: z.boolean(),
  /** The last delivery that was refused, since the last that was taken. */
  refused: z.object({ at: instant, says: z.string() }).nullable(),
  deliveries: z.array(z.object({ at: instant, event: z.string(), says: z.string() })),
  /** Why reports can't be sent; null while they can. */
  problem: z.string().nullable(),
  reportedAt: instant.nullable(),
});

/** GitHub and GitLab: what they say of a repository's changes, and what is said back. */
export const releaseForge = {
  connectForge: operation({
    method: 'PUT',
    path: '/api/v1/repositories/{id}/forge',
    summary: 'Connect a repository to its project on GitHub or GitLab, or change how',
    description:
      'The key or token and the secret are sealed and never answered; where they are left out, the present ones stay. A host of a private network is one that an administrator listed for remotes.',
    permission: 'owner',
    params: repositoryId,
    body: z.object({
      system: z.enum(forgeSystems),
      /** `https://github.com`, `https://gitlab.example.com`. */
      address: z.url({ protocol: /^https?$/ }).max(500),
      /** `owner/name`; in GitLab with all groups. */
      project: z
        .string()
        .trim()
        .max(300)
        .regex(/^[\w.-]+(?:\/[\w.-]+)+$/, 'write owner/name'),
      credentials: credentials.optional(),
      webhookSecret: z.string().min(16).max(500).optional(),
      /** Whether statuses and one comment a change are written there. */
      reports: z.boolean().default(true),
    }),
    errors: ['release.address_refused'],
  }),
  getForge: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/forge',
    summary: 'How a repository is connected to GitHub or GitLab, with the last deliveries',
    permission: 'member',
    params: repositoryId,
    output: z.object({ forge: forgeView.nullable() }),
  }),
  disconnectForge: operation({
    method: 'DELETE',
    path: '/api/v1/repositories/{id}/forge',
    summary: 'Forget a repository’s connection to its forge',
    permission: 'owner',
    params: repositoryId,
  }),
  testForge: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/forge/test',
    summary: 'Ask a forge for the project',
    permission: 'owner',
    params: repositoryId,
    output: z.object({ project: z.string().nullable(), problem: z.string().nullable() }),
  }),
  receiveForgeDelivery: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/forge/deliveries',
    summary: 'Take a webhook of GitHub (X-Hub-Signature-256) or GitLab (X-Gitlab-Token)',
    description:
      'It may come any number of times and in any order: what is older than what is known changes nothing.',
    permission: 'public',
    params: repositoryId,
    body: upload(['application/json'], 10_000_000),
    output: z.object({ says: z.string() }),
    errors: ['webhook.signature_wrong'],
  }),
  openReviewRequest: operation({
    method: 'POST',
    path: '/api/v1/changes/{id}/review-request',
    summary: 'Open a pull or merge request for a change’s branch on its forge',
    permission: 'contributor',
    params: z.object({ id: idOf('change') }),
    body: z.object({
      /** The repository's default branch unless told. */
      target: z.string().trim().min(1).max(255).optional(),
      title: title.optional(),
      body: text.default(''),
    }),
    output: z.object({ number: z.number().int(), address: z.string() }),
    status: 201,
    errors: ['wrong_state', 'release.forge_refused'],
  }),
};
