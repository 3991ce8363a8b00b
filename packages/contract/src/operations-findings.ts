import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, upload } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  plainDate,
  text,
  title,
} from './schemas.ts';

/** How bad a security finding is, worst first. */
export const securitySeverities = ['critical', 'high', 'medium', 'low'] as const;

/** Where a security finding stands; `excepted`: it may pass its deadline, until a day. */
export const securityFindingStates = ['open', 'excepted', 'fixed', 'dismissed'] as const;

/** A SARIF file may hold so many results. */
export const mostSarifResults = 25_000;

const severity = z.enum(securitySeverities);

const findingRow = z.object({
  ref: referenceOf('security_finding'),
  title: z.string(),
  state: z.enum(securityFindingStates),
  severity,
  tool: z.string(),
  rule: z.string(),
  service: entitySummary.nullable(),
  repository: entitySummary.nullable(),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  /** `src/login.ts:42` */
  location: z.string(),
  foundAt: instant,
  dueOn: plainDate,
  overdue: z.boolean(),
  /** The last day of the exception that holds. */
  exceptedUntil: plainDate.nullable(),
  fixedAt: instant.nullable(),
  revision: z.number().int(),
});

const exceptionView = z.object({
  ref: referenceOf('security_exception'),
  reason: z.string(),
  until: plainDate,
  askedBy: z.string(),
  /** Asked by the reader, who can't approve it therefore. */
  mine: z.boolean(),
  askedAt: instant,
  state: z.enum(['asked', 'approved', 'refused', 'expired', 'ended']),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
});

const params = z.object({ id: idOf('security_finding') });
const reason = z.string().trim().min(1).max(2000);

const days = z.number().int().min(1).max(3650);
const deadlines = z.object({ critical: days, high: days, medium: days, low: days });

/** Weaknesses found in services and repositories, each with a deadline by policy. */
export const securityFindings = {
  createSecurityFinding: operation({
    method: 'POST',
    path: '/api/v1/security-findings',
    summary: 'Record a weakness by hand: its deadline follows from its severity',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      severity,
      service: idOf('service').optional(),
      repository: idOf('repository').optional(),
      location: z.string().trim().max(500).default(''),
    }),
    output: created('security_finding'),
    status: 201,
  }),
  changeSecurityFinding: operation({
    method: 'PATCH',
    path: '/api/v1/security-findings/{id}',
    summary: 'Correct a finding: another severity is another deadline',
    permission: 'contributor',
    params,
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      severity: severity.optional(),
      service: idOf('service').nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  settleSecurityFinding: operation({
    method: 'POST',
    path: '/api/v1/security-findings/{id}/settle',
    summary: 'Say that it is fixed, was none, or is open after all',
    permission: 'contributor',
    params,
    body: z.object({ as: z.enum(['fixed', 'dismissed', 'open']), reason }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  askSecurityException: operation({
    method: 'POST',
    path: '/api/v1/security-findings/{id}/exceptions',
    summary: 'Ask for leave to let it pass its deadline until a day; somebody else decides',
    permission: 'contributor',
    params,
    body: z.object({ reason, until: plainDate }),
    output: z.object({
      ref: referenceOf('security_exception'),
      revision: z.number().int(),
    }),
    status: 201,
    errors: ['wrong_state'],
  }),
  decideSecurityException: operation({
    method: 'POST',
    path: '/api/v1/security-exceptions/{id}/decide',
    summary: 'Approve or refuse an exception that somebody else asked for, or end one that holds',
    permission: 'editor',
    params: z.object({ id: idOf('security_exception') }),
    body: z.object({ as: z.enum(['approved', 'refused', 'ended']) }),
    output: changed,
    errors: ['wrong_state', 'operations.own_request'],
  }),
  getSecurityFinding: operation({
    method: 'GET',
    path: '/api/v1/security-findings/{id}',
    summary: 'A finding with its exceptions',
    permission: 'member',
    params,
    output: z.object({
      ...entityFields,
      ...findingRow.shape,
      /** Where the tool shows it. */
      url: z.string().nullable(),
      help: z.string().nullable(),
      exceptions: z.array(exceptionView),
    }),
  }),
  listSecurityFindings: operation({
    method: 'GET',
    path: '/api/v1/security-findings',
    summary: 'Findings, the next deadline first; by state, severity, service, repository, tool',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(securityFindingStates).optional(),
      severity: severity.optional(),
      service: idOf('service').optional(),
      repository: idOf('repository').optional(),
      tool: z.string().max(200).optional(),
      ownerUnit: idOf('unit').optional(),
      /** `true`: only those past their deadline without an exception. */
      overdue: z.enum(['true', 'false']).optional(),
    }),
    output: pageOf(findingRow),
  }),
  importSarif: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/sarif',
    summary: 'Upload what a scanner found, as SARIF 2.1.0',
    description:
      'A result that is known by its fingerprint stays one finding; what a later run of the same tool and category no longer reports is fixed. A run that did not succeed closes nothing. The severity is the rule’s `security-severity` (CVSS) where it has one, else its level. At most 20 MiB and 25,000 results. An API key with the scope `findings:write` may call this and nothing else.',
    permission: 'contributor',
    scope: 'findings',
    params: z.object({ id: idOf('repository') }),
    query: z.object({ service: idOf('service').optional() }),
    body: upload(['application/sarif+json', 'application/json'], 20 * 1024 * 1024),
    output: z.object({
      found: z.number().int(),
      known: z.number().int(),
      reopened: z.number().int(),
      fixed: z.number().int(),
      suppressed: z.number().int(),
    }),
    errors: ['operations.sarif_unreadable', 'body_too_large', 'unsupported_media_type'],
  }),
  getFindingPolicy: operation({
    method: 'GET',
    path: '/api/v1/security-finding-policy',
    summary: 'Within how many days a finding of each severity is to be fixed',
    permission: 'member',
    output: z.object({ days: deadlines }),
  }),
  setFindingPolicy: operation({
    method: 'PUT',
    path: '/api/v1/security-finding-policy',
    summary: 'Set the days for each severity; deadlines of open findings move with them',
    permission: 'administrator',
    body: z.object({ days: deadlines }),
    output: z.object({ moved: z.number().int() }),
  }),
};
