import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { insightFigure } from './catalog-sources.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  pageOf,
  pageQuery,
  plainDate,
  text,
  title,
} from './schemas.ts';
import {
  objectiveStates,
  narrowing,
  commitments,
  keyResultStatuses,
  directions,
  fiscalYear,
  quarter,
  weight,
  served,
  toHigher,
  keyResultRow,
  objectiveRow,
  initiativeRow,
  checkInView,
  gradeRevision,
  restricted,
} from './strategy-rows.ts';

/** Objectives, key results and their check-ins. */
export const objectives = {
  createObjective: operation({
    method: 'POST',
    path: '/api/v1/objectives',
    summary: 'Add an objective of a unit for a fiscal year or quarter, with what it serves',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      /** The unit whose objective it is: its level. */
      ownerUnit: idOf('unit'),
      commitment: z.enum(commitments),
      fiscalYear,
      quarter: quarter.optional(),
      serves: z.array(toHigher).max(20).default([]),
      restricted: restricted.default(false),
    }),
    output: created('objective'),
    status: 201,
    errors: ['entity.circular'],
  }),
  getObjective: operation({
    method: 'GET',
    path: '/api/v1/objectives/{id}',
    summary: 'An objective, what it serves, and what serves it',
    permission: 'member',
    params: z.object({ id: idOf('objective') }),
    output: z.object({
      ...entityFields,
      ...objectiveRow.shape,
      serves: z.array(served),
      objectives: z.array(objectiveRow),
      keyResults: z.array(keyResultRow),
      /** Of those objectives and key results, by reference. */
      weights: z.record(z.string(), z.number()),
      initiatives: z.array(initiativeRow),
      gradeFrozen: z.boolean(),
      gradeRevisions: z.array(gradeRevision),
    }),
  }),
  listObjectives: operation({
    method: 'GET',
    path: '/api/v1/objectives',
    summary: 'Objectives, newest first; of a unit, a fiscal year or quarter, in a state, by words',
    permission: 'member',
    query: pageQuery.extend({
      ownerUnit: idOf('unit').optional(),
      fiscalYear: z.coerce.number().int().optional(),
      quarter: z.coerce.number().int().min(1).max(4).optional(),
      /** Only those of no quarter. */
      wholeYear: z.stringbool().default(false),
      ...narrowing,
      state: z.enum(objectiveStates).optional(),
    }),
    output: pageOf(objectiveRow),
  }),
  changeObjective: operation({
    method: 'PATCH',
    path: '/api/v1/objectives/{id}',
    summary: 'Change, grade or close an objective; a given `serves` replaces the present one',
    permission: 'contributor',
    params: z.object({ id: idOf('objective') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      commitment: z.enum(commitments).optional(),
      fiscalYear: fiscalYear.optional(),
      quarter: quarter.nullable().optional(),
      state: z.enum(objectiveStates).optional(),
      grade: z.number().min(0).max(1).nullable().optional(),
      /** Why, where a grade changes after it froze at the close. */
      reason: text.optional(),
      serves: z.array(toHigher).max(20).optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['entity.circular'],
  }),

  createKeyResult: operation({
    method: 'POST',
    path: '/api/v1/key-results',
    summary:
      'Add a key result of an objective; a metric or an insight’s figure checks it in by itself',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      objective: idOf('objective'),
      weight: weight.optional(),
      owner: idOf('person').optional(),
      /** Feeds it: each new value of the metric is a check-in. */
      metric: idOf('metric').optional(),
      /** Feeds it instead of a metric: asked once a day, as a member without any role. */
      insight: insightFigure.optional(),
      baseline: z.number(),
      target: z.number(),
      direction: z.enum(directions),
      unit: z.string().trim().min(1).max(40),
      /** Holds a value in range instead of moving it: scored by the share of check-in periods in range. */
      guardrail: z.boolean().default(false),
      checkInDays: z.number().int().min(1).max(92).default(7),
    }),
    output: created('key_result'),
    status: 201,
    errors: ['insight.unknown'],
  }),
  getKeyResult: operation({
    method: 'GET',
    path: '/api/v1/key-results/{id}',
    summary: 'A key result with its numbers',
    permission: 'member',
    params: z.object({ id: idOf('key_result') }),
    output: z.object({
      ...entityFields,
      ...keyResultRow.shape,
      weight: z.number(),
      metric: entitySummary.nullable(),
      /** The figure that feeds it, and why it could not be taken the last time, or null. */
      insight: insightFigure.extend({ error: z.string().nullable() }).nullable(),
      checkInDays: z.number().int(),
      /** Its grade froze at its first close: a change is a revision, with a reason. */
      gradeFrozen: z.boolean(),
      /** The guardrails of its objective that are breached, itself left out. */
      breached: z.array(entitySummary),
      initiatives: z.array(initiativeRow),
      gradeRevisions: z.array(gradeRevision),
    }),
  }),
  listKeyResults: operation({
    method: 'GET',
    path: '/api/v1/key-results',
    summary: 'Key results with their numbers, newest first; of an objective, a unit, an owner',
    permission: 'member',
    query: pageQuery.extend({
      objective: idOf('objective').optional(),
      ownerUnit: idOf('unit').optional(),
      owner: idOf('person').optional(),
      state: z.enum(objectiveStates).optional(),
    }),
    output: pageOf(keyResultRow),
  }),
  changeKeyResult: operation({
    method: 'PATCH',
    path: '/api/v1/key-results/{id}',
    summary: 'Change, grade or close a key result',
    permission: 'contributor',
    params: z.object({ id: idOf('key_result') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      owner: idOf('person').nullable().optional(),
      weight: weight.optional(),
      /** A metric takes the place of an insight, and an insight that of a metric. */
      metric: idOf('metric').nullable().optional(),
      insight: insightFigure.nullable().optional(),
      baseline: z.number().optional(),
      target: z.number().optional(),
      direction: z.enum(directions).optional(),
      unit: z.string().trim().min(1).max(40).optional(),
      guardrail: z.boolean().optional(),
      checkInDays: z.number().int().min(1).max(92).optional(),
      state: z.enum(objectiveStates).optional(),
      grade: z.number().min(0).max(1).nullable().optional(),
      /** Why, where a grade changes after it froze at the close. */
      reason: text.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['insight.unknown', 'wrong_state'],
  }),
  checkIn: operation({
    method: 'POST',
    path: '/api/v1/key-results/{id}/check-ins',
    summary: 'Say where a key result stands; without a value its source’s last one is taken',
    description:
      'Where a metric or an insight feeds the key result, another value than the source’s needs a comment. It stands for its day; a later value of the source checks in after it.',
    permission: 'member',
    params: z.object({ id: idOf('key_result') }),
    body: z.object({
      value: z.number().optional(),
      confidence: z.number().int().min(0).max(10),
      /** As at the last check-in where left out. */
      status: z.enum(keyResultStatuses).optional(),
      comment: text.default(''),
      /** Today where left out; a later entry for a day corrects an earlier one. */
      on: plainDate.optional(),
    }),
    output: z.object({ ref: referenceOf('check_in'), progress: z.number().nullable() }),
    status: 201,
    errors: ['wrong_state'],
  }),
  listCheckIns: operation({
    method: 'GET',
    path: '/api/v1/key-results/{id}/check-ins',
    summary: 'The check-ins of a key result, newest first, corrected ones included',
    permission: 'member',
    params: z.object({ id: idOf('key_result') }),
    query: pageQuery,
    output: pageOf(checkInView),
  }),
};
