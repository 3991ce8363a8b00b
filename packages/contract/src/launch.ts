import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { launchMarket } from './launch-market.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  plainDate,
  slug,
  text,
  title,
} from './schemas.ts';

/** How far a launch is. */
export const launchStates = [
  'planning',
  'ready',
  'go',
  'launched',
  'measuring',
  'closed',
  'no-go',
] as const;

/** What an item of a launch is ready by; all but the last five are read from records. */
export const evidenceKinds = [
  'tier-score',
  'metric-baseline',
  'flag-linked',
  'price-approved',
  'notification-approved',
  'battlecard-fresh',
  'deployment-healthy',
  'design-release-approved',
  'flag-serving',
  'decision',
  'ramp-finished',
  'docs-live',
  'document',
  'canary-passed',
  'rollback-rehearsed',
  'confirmation',
] as const;

/** What an item's evidence says. */
export const itemStates = ['met', 'missing', 'impossible', 'waived'] as const;

/** What follows from the items by the template's rule. */
export const launchVerdicts = ['go', 'conditional', 'no-go'] as const;

const unitSummary = z.object({ ref: referenceOf('unit'), title: z.string() }).nullable();
const person = z.object({ ref: referenceOf('person'), name: z.string() });
const verdict = z.enum(launchVerdicts);
const counts = z.enum(['readiness', 'decision', 'runbook']);
const answers = z.record(slug, z.number().int().min(0).max(10));
const roles = z.record(slug, idOf('person'));

const launchRow = z.object({
  ref: referenceOf('launch'),
  title: z.string(),
  state: z.enum(launchStates),
  tier: z.number().int(),
  targetOn: plainDate,
  /** Why it may not go for now; null where nothing holds it. */
  hold: z.string().nullable(),
  ownerUnit: unitSummary,
  launches: z.array(entitySummary),
});

const itemView = z.object({
  ref: referenceOf('readiness_item'),
  key: z.string(),
  title: z.string(),
  priority: z.enum(['P0', 'P1']),
  evidence: z.enum(evidenceKinds),
  /** Whether a person's word is the evidence; else it is read from records. */
  byHand: z.boolean(),
  role: z.string(),
  owner: person.nullable(),
  dueOn: plainDate,
  state: z.enum(itemStates),
  /** One sentence: what is there, or what is missing. */
  says: z.string(),
  /** The records that say so: only those that the reader may see. */
  records: z.array(entitySummary),
  address: z.string().nullable(),
  confirmed: z.object({ by: z.string(), at: instant }).nullable(),
  mitigation: z.string(),
});

const readiness = z.object({
  verdict,
  says: z.string(),
  p0: z.object({ met: z.number().int(), of: z.number().int() }),
  /** Waived items count in neither number. */
  p1: z.object({ met: z.number().int(), of: z.number().int() }),
  phases: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      counts,
      dueOn: plainDate,
      items: z.array(itemView),
    }),
  ),
});

/** A launch's readiness: every item with its evidence, and the verdict by rule. */
export type Readiness = z.output<typeof readiness>;

const itemParams = z.object({ id: idOf('readiness_item') });

/** How features reach the market: launches with readiness from evidence, and what supports them. */
export const launch = {
  listLaunchTemplates: operation({
    method: 'GET',
    path: '/api/v1/launch-templates',
    summary: 'Templates, the questions that score the tier, and the roles that own items',
    permission: 'member',
    output: z.object({
      questions: z.array(
        z.object({
          key: z.string(),
          question: z.string(),
          answers: z.array(z.object({ score: z.number().int(), text: z.string() })),
        }),
      ),
      bands: z.array(
        z.object({ tier: z.number().int(), from: z.number().int(), to: z.number().int() }),
      ),
      roles: z.array(z.object({ key: z.string(), title: z.string() })),
      templates: z.array(z.object({ key: z.string(), title: z.string() })),
    }),
  }),
  createLaunch: operation({
    method: 'POST',
    path: '/api/v1/launches',
    summary: 'Plan a launch: its tier follows from the answers, its items from tier and template',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      targetOn: plainDate,
      /** The only template unless named. */
      template: slug.optional(),
      /** A score for each question. */
      answers,
      roles: roles.default({}),
      launches: z.array(entityRefOf('initiative', 'feature')).max(20).default([]),
      uses: z.array(idOf('flag')).max(20).default([]),
      carriedBy: z.array(idOf('deployment')).max(20).default([]),
      measuredBy: z.array(idOf('metric')).max(20).default([]),
    }),
    output: created('launch'),
    status: 201,
    errors: ['wrong_state', 'launch.no_tier'],
  }),
  getLaunch: operation({
    method: 'GET',
    path: '/api/v1/launches/{id}',
    summary: 'A launch: tier, T0, roles, what it launches, what supports it',
    permission: 'member',
    params: z.object({ id: idOf('launch') }),
    output: z.object({
      ...entityFields,
      ...launchRow.shape,
      template: z.string(),
      score: z.number().int(),
      answers: z.record(z.string(), z.number().int()),
      roles: z.array(z.object({ key: z.string(), title: z.string(), person: person.nullable() })),
      uses: z.array(entitySummary),
      carriedBy: z.array(entitySummary),
      measuredBy: z.array(entitySummary),
      supportedBy: z.array(entitySummary),
      announcedBy: z.array(entitySummary),
      /** Lead times that T0 leaves no room for. */
      warnings: z.array(z.string()),
      verdicts: z.array(
        z.object({
          effect: z.enum(['go', 'no-go', 'hold']),
          at: instant,
          by: z.string(),
          verdict,
          reason: z.string(),
          decision: referenceOf('decision').nullable(),
          /** The items as they stood then. */
          items: z.array(
            z.object({
              title: z.string(),
              priority: z.enum(['P0', 'P1']),
              state: z.enum(itemStates),
            }),
          ),
        }),
      ),
    }),
  }),
  listLaunches: operation({
    method: 'GET',
    path: '/api/v1/launches',
    summary: 'Launches, newest first; in a state, of a unit, of an initiative or feature',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(launchStates).optional(),
      ownerUnit: idOf('unit').optional(),
      launches: entityRefOf('initiative', 'feature').optional(),
    }),
    output: pageOf(launchRow),
  }),
  changeLaunch: operation({
    method: 'PATCH',
    path: '/api/v1/launches/{id}',
    summary: 'Change a launch; given lists replace the present ones',
    permission: 'contributor',
    params: z.object({ id: idOf('launch') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      roles: roles.optional(),
      launches: z.array(entityRefOf('initiative', 'feature')).max(20).optional(),
      uses: z.array(idOf('flag')).max(20).optional(),
      carriedBy: z.array(idOf('deployment')).max(20).optional(),
      measuredBy: z.array(idOf('metric')).max(20).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  moveLaunch: operation({
    method: 'POST',
    path: '/api/v1/launches/{id}/move',
    summary: 'Move T0: every item moves with it; the answer names what has become impossible',
    permission: 'contributor',
    params: z.object({ id: idOf('launch') }),
    body: z.object({ targetOn: plainDate }),
    output: z.object({
      revision: z.number().int(),
      impossible: z.array(z.object({ title: z.string(), dueOn: plainDate })),
    }),
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  advanceLaunch: operation({
    method: 'POST',
    path: '/api/v1/launches/{id}/advance',
    summary: 'Move a launch on by hand; go and no-go are decisions (see the effects of decisions)',
    permission: 'contributor',
    params: z.object({ id: idOf('launch') }),
    body: z.object({ to: z.enum(['planning', 'ready', 'launched', 'measuring', 'closed']) }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state', 'launch.not_ready'],
  }),
  getReadiness: operation({
    method: 'GET',
    path: '/api/v1/launches/{id}/readiness',
    summary: 'Every item with its evidence as of now, and go, conditional or no-go by rule',
    permission: 'member',
    params: z.object({ id: idOf('launch') }),
    output: readiness,
  }),
  confirmReadinessItem: operation({
    method: 'POST',
    path: '/api/v1/readiness-items/{id}/confirm',
    summary: 'Give one’s word, or the address of a document, for an item that no record speaks for',
    permission: 'contributor',
    params: itemParams,
    body: z.object({
      address: z
        .url({ protocol: /^https?$/ })
        .max(1000)
        .optional(),
      note: z.string().trim().max(1000).default(''),
    }),
    errors: ['wrong_state'],
  }),
  reopenReadinessItem: operation({
    method: 'POST',
    path: '/api/v1/readiness-items/{id}/reopen',
    summary: 'Take a confirmation or a waiver back',
    permission: 'contributor',
    params: itemParams,
  }),
  waiveReadinessItem: operation({
    method: 'POST',
    path: '/api/v1/readiness-items/{id}/waive',
    summary: 'Do without a P1 item, with the reason; a P0 item cannot be waived',
    permission: 'editor',
    params: itemParams,
    body: z.object({ reason: z.string().trim().min(1).max(1000) }),
    errors: ['wrong_state'],
  }),
  mitigateReadinessItem: operation({
    method: 'POST',
    path: '/api/v1/readiness-items/{id}/mitigate',
    summary: 'Say what is done about a missing item: a conditional go needs it of every one',
    permission: 'contributor',
    params: itemParams,
    body: z.object({ mitigation: z.string().trim().max(1000) }),
  }),
  getLaunchCalendar: operation({
    method: 'GET',
    path: '/api/v1/launch-calendar',
    summary: 'Launches by T0 with their readiness',
    permission: 'member',
    query: z.object({ from: plainDate.optional(), to: plainDate.optional() }),
    output: z.object({
      from: plainDate,
      to: plainDate,
      items: z.array(
        launchRow.extend({
          daysLeft: z.number().int(),
          verdict,
          p0: readiness.shape.p0,
          p1: readiness.shape.p1,
        }),
      ),
    }),
  }),
  ...launchMarket,
};
