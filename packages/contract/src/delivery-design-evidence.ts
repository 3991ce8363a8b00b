import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, raw, upload } from './operation.ts';
import { changed, instant, plainDate } from './schemas.ts';

/** How much a finding of a usability test weighs, after Nielsen's scale. */
export const findingSeverities = ['cosmetic', 'minor', 'major', 'catastrophe'] as const;

const mostScreenBytes = 5 * 1024 * 1024;

/** A version has so many screens at most. */
export const mostScreens = 40;

/** And a design release, with those of earlier versions, so many. */
export const mostScreensInAll = 200;

/** A design release has evidence of so many tasks at most, of all versions. */
export const mostEvidence = 100;

const alt = z.string().trim().min(1).max(300);

/** A screen of a design release. */
export const designScreen = z.object({
  ref: referenceOf('design_screen'),
  /** What it shows, in words: read out instead of the image. */
  alt: z.string(),
  version: z.string(),
  mediaType: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
  addedBy: z.string(),
  addedAt: instant,
});

const finding = z.object({
  severity: z.enum(findingSeverities),
  text: z.string().trim().min(1).max(1000),
});

const evidenceFields = {
  /** The study that it comes from. */
  study: z.string().trim().min(1).max(200),
  task: z.string().trim().min(1).max(300),
  heldOn: plainDate,
  participants: z.number().int().min(1).max(100_000),
  /** How many of them did the task. */
  succeeded: z.number().int().min(0).max(100_000),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  findings: z.array(finding).max(50),
};

/** A task that people tried with the design, and how they fared. */
export const usabilityEvidence = z.object({
  ref: referenceOf('usability_evidence'),
  version: z.string(),
  ...evidenceFields,
  /** Of the participants, in per cent. */
  success: z.number(),
  /** Between what the success rate of all users lies with 95 % confidence (adjusted Wald). */
  from: z.number(),
  to: z.number(),
});

const evidenceBody = z.object({
  ...evidenceFields,
  url: evidenceFields.url.default(null),
  findings: evidenceFields.findings.default([]),
});

const ofRelease = z.object({ id: idOf('design_release') });
const ofScreen = z.object({ id: idOf('design_screen') });
const ofEvidence = z.object({ id: idOf('usability_evidence') });

/** Screens of a design release, and what people managed to do with it. */
export const designEvidenceOperations = {
  addDesignScreen: operation({
    method: 'POST',
    path: '/api/v1/design-releases/{id}/screens',
    summary: 'Upload a screen of the present version: PNG, JPEG, WebP or AVIF, at most 5 MiB',
    description:
      'What the image is, is read from its own bytes. A version has at most 40 screens, a design release 200 of all its versions.',
    permission: 'contributor',
    params: ofRelease,
    query: z.object({ alt }),
    body: upload(['image/png', 'image/jpeg', 'image/webp', 'image/avif'], mostScreenBytes),
    output: z.object({ ref: referenceOf('design_screen'), revision: z.number().int() }),
    status: 201,
    errors: [
      'delivery.image_unreadable',
      'wrong_state',
      'body_too_large',
      'unsupported_media_type',
    ],
  }),
  changeDesignScreen: operation({
    method: 'PATCH',
    path: '/api/v1/design-screens/{id}',
    summary: 'Say otherwise what a screen shows',
    permission: 'contributor',
    params: ofScreen,
    body: z.object({ alt }),
    output: changed,
  }),
  removeDesignScreen: operation({
    method: 'DELETE',
    path: '/api/v1/design-screens/{id}',
    summary: 'Remove a screen',
    permission: 'contributor',
    params: ofScreen,
    output: changed,
  }),
  getDesignScreenImage: operation({
    method: 'GET',
    path: '/api/v1/design-screens/{id}/image',
    summary: 'The image of a screen, for those who see the design release',
    permission: 'member',
    params: ofScreen,
    output: raw('image/*'),
  }),
  addUsabilityEvidence: operation({
    method: 'POST',
    path: '/api/v1/design-releases/{id}/evidence',
    summary: 'Record how people fared with a task on the present version',
    permission: 'contributor',
    params: ofRelease,
    body: evidenceBody,
    output: z.object({ ref: referenceOf('usability_evidence'), revision: z.number().int() }),
    status: 201,
    errors: ['wrong_state'],
  }),
  changeUsabilityEvidence: operation({
    method: 'PUT',
    path: '/api/v1/usability-evidence/{id}',
    summary: 'Put usability evidence right: what is given replaces what was there',
    permission: 'contributor',
    params: ofEvidence,
    body: evidenceBody,
    output: changed,
  }),
  removeUsabilityEvidence: operation({
    method: 'DELETE',
    path: '/api/v1/usability-evidence/{id}',
    summary: 'Remove usability evidence',
    permission: 'contributor',
    params: ofEvidence,
    output: changed,
  }),
};
