import { z } from 'zod';
import { segment, unitSummary } from './engagement-accounts.ts';
import { anyReference, entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  text,
  title,
} from './schemas.ts';

/** The three kinds of program: a lab for partners, a customers' board, an executives' journey. */
export const programKinds = ['innovation-lab', 'advisory-board', 'executive-journey'] as const;

/** Whether a program goes on. */
export const programStates = ['active', 'ended'] as const;

/** How far a meeting is. */
export const meetingStates = ['planned', 'held', 'cancelled'] as const;

/** Whether somebody came. */
export const attendances = ['invited', 'attended', 'absent'] as const;

const programKind = z.enum(programKinds);
const duration = z.number().int().min(5).max(1440);

const charter = z.object({
  purpose: text.default(''),
  membership: text.default(''),
  terms: text.default(''),
  confidentiality: text.default(''),
});

/** A part of an executive journey's blueprint: the company's objectives, an insight, a practice. */
const blueprintPart = z.object({ title, description: text.default('') });

/** A stage of an executive journey, with the sessions chosen for it. */
const journeyStage = z.object({
  title,
  purpose: text.default(''),
  sessions: z.array(title).max(30).default([]),
});

const person = z.object({ ref: referenceOf('person'), name: z.string() }).nullable();

const programRow = z.object({
  ref: referenceOf('program'),
  title: z.string(),
  state: z.enum(programStates),
  programKind,
  shortName: z.string(),
  segment: segment.nullable(),
  cadence: z.string(),
  manager: person,
  ownerUnit: unitSummary,
  /** Members that the reader may see. */
  members: z.number().int(),
  nextMeetingAt: instant.nullable(),
});

const meetingRow = z.object({
  ref: referenceOf('meeting'),
  title: z.string(),
  state: z.enum(meetingStates),
  program: entitySummary.nullable(),
  startsAt: instant,
  durationMinutes: z.number().int(),
  place: z.string(),
});

const agendaInput = z.object({
  title,
  minutes: z.number().int().min(0).max(600).default(0),
  about: entityRefOf('feedback', 'decision', 'initiative', 'feature', 'launch').optional(),
  /** Guests with whom the program is shared read this title. */
  shared: z.boolean().default(false),
});

const memberRef = entityRefOf('account', 'contact', 'person');

const weighed = z.object({
  feedback: entitySummary,
  about: z.array(entitySummary),
  /** How many said it: itself and the duplicates merged into it. */
  voices: z.number().int(),
  /** Distinct accounts behind it and their annual value: only those that the reader may see. */
  accounts: z.number().int(),
  annualValue: z.number().int(),
  ageDays: z.number().int(),
});

/** Programs in which customers and partners meet us, their meetings, and the guests' portal. */
export const engagementPrograms = {
  createProgram: operation({
    method: 'POST',
    path: '/api/v1/programs',
    summary: 'Start a lab, an advisory board or an executive journey',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      programKind,
      shortName: z.string().trim().max(50).default(''),
      segment: segment.optional(),
      cadence: z.string().trim().max(200).default(''),
      manager: idOf('person').optional(),
      charter: charter.prefault({}),
      blueprint: z.array(blueprintPart).max(30).default([]),
      stages: z.array(journeyStage).max(30).default([]),
    }),
    output: created('program'),
    status: 201,
  }),
  getProgram: operation({
    method: 'GET',
    path: '/api/v1/programs/{id}',
    summary: 'A program: charter, members now or as of a moment, meetings, with whom it is shared',
    permission: 'member',
    params: z.object({ id: idOf('program') }),
    query: z.object({ asOf: instant.optional() }),
    output: z.object({
      ...entityFields,
      ...programRow.omit({ members: true }).shape,
      charter: z.object({
        purpose: z.string(),
        membership: z.string(),
        terms: z.string(),
        confidentiality: z.string(),
      }),
      blueprint: z.array(z.object({ title: z.string(), description: z.string() })),
      stages: z.array(
        z.object({ title: z.string(), purpose: z.string(), sessions: z.array(z.string()) }),
      ),
      members: z.array(
        z.object({ member: entitySummary, since: instant, until: instant.nullable() }),
      ),
      meetings: z.array(meetingRow),
      sharedWith: z.array(z.object({ ref: referenceOf('identity'), name: z.string() })),
    }),
  }),
  listPrograms: operation({
    method: 'GET',
    path: '/api/v1/programs',
    summary: 'Programs, newest first',
    permission: 'member',
    query: pageQuery.extend({
      programKind: programKind.optional(),
      state: z.enum(programStates).optional(),
    }),
    output: pageOf(programRow),
  }),
  changeProgram: operation({
    method: 'PATCH',
    path: '/api/v1/programs/{id}',
    summary: 'Change a program; given lists replace the present ones',
    permission: 'contributor',
    params: z.object({ id: idOf('program') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: idOf('unit').optional(),
      state: z.enum(programStates).optional(),
      shortName: z.string().trim().max(50).optional(),
      segment: segment.nullable().optional(),
      cadence: z.string().trim().max(200).optional(),
      manager: idOf('person').nullable().optional(),
      charter: charter.optional(),
      blueprint: z.array(blueprintPart).max(30).optional(),
      stages: z.array(journeyStage).max(30).optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  addProgramMember: operation({
    method: 'POST',
    path: '/api/v1/programs/{id}/members',
    summary: 'Take an account, a contact or a colleague into a program from now on',
    permission: 'contributor',
    params: z.object({ id: idOf('program') }),
    body: z.object({ member: memberRef }),
    output: changed,
    errors: ['wrong_state'],
  }),
  endProgramMember: operation({
    method: 'POST',
    path: '/api/v1/programs/{id}/members/end',
    summary: 'End a membership now; views of earlier moments keep it',
    permission: 'contributor',
    params: z.object({ id: idOf('program') }),
    body: z.object({ member: memberRef }),
    output: changed,
  }),
  shareProgram: operation({
    method: 'POST',
    path: '/api/v1/programs/{id}/shares',
    summary: 'Show a program to a guest in the portal',
    permission: 'editor',
    params: z.object({ id: idOf('program') }),
    body: z.object({ guest: idOf('identity') }),
    output: changed,
    errors: ['wrong_state'],
  }),
  unshareProgram: operation({
    method: 'POST',
    path: '/api/v1/programs/{id}/shares/end',
    summary: 'Show a program to a guest no longer',
    permission: 'editor',
    params: z.object({ id: idOf('program') }),
    body: z.object({ guest: idOf('identity') }),
    output: changed,
  }),
  proposeAgenda: operation({
    method: 'GET',
    path: '/api/v1/programs/{id}/agenda-proposal',
    summary: 'What a meeting could be about: unresolved feedback of the segment, weightiest first',
    permission: 'member',
    params: z.object({ id: idOf('program') }),
    query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
    output: z.object({ items: z.array(weighed) }),
  }),

  createMeeting: operation({
    method: 'POST',
    path: '/api/v1/meetings',
    summary: 'Plan a meeting of a program',
    permission: 'contributor',
    body: z.object({
      title,
      program: idOf('program'),
      startsAt: instant,
      durationMinutes: duration.default(60),
      place: z.string().trim().max(300).default(''),
      agenda: z.array(agendaInput).max(50).default([]),
    }),
    output: created('meeting'),
    status: 201,
    errors: ['wrong_state'],
  }),
  getMeeting: operation({
    method: 'GET',
    path: '/api/v1/meetings/{id}',
    summary: 'A meeting: agenda, attendance, minutes',
    permission: 'member',
    params: z.object({ id: idOf('meeting') }),
    output: z.object({
      ...entityFields,
      ...meetingRow.shape,
      minutes: z.string(),
      agenda: z.array(
        z.object({
          title: z.string(),
          minutes: z.number().int(),
          shared: z.boolean(),
          about: entitySummary.nullable(),
        }),
      ),
      attendance: z.array(z.object({ who: entitySummary, attendance: z.enum(attendances) })),
    }),
  }),
  listMeetings: operation({
    method: 'GET',
    path: '/api/v1/meetings',
    summary: 'Meetings, latest first; of a program, in a state',
    permission: 'member',
    query: pageQuery.extend({
      program: idOf('program').optional(),
      state: z.enum(meetingStates).optional(),
    }),
    output: pageOf(meetingRow),
  }),
  changeMeeting: operation({
    method: 'PATCH',
    path: '/api/v1/meetings/{id}',
    summary: 'Move a meeting, set its agenda, keep its minutes and who came; lists replace',
    permission: 'contributor',
    params: z.object({ id: idOf('meeting') }),
    body: z.object({
      title: title.optional(),
      state: z.enum(meetingStates).optional(),
      startsAt: instant.optional(),
      durationMinutes: duration.optional(),
      place: z.string().trim().max(300).optional(),
      minutes: text.optional(),
      agenda: z.array(agendaInput).max(50).optional(),
      attendance: z
        .array(z.object({ who: memberRef, attendance: z.enum(attendances) }))
        .max(200)
        .optional(),
    }),
    output: changed,
    ifMatch: true,
  }),

  listMyPrograms: operation({
    method: 'GET',
    path: '/api/v1/portal/programs',
    summary: 'The guest’s portal: programs shared with me, their dates and shared agenda titles',
    permission: 'guest',
    output: z.object({
      items: z.array(
        z.object({
          ref: anyReference(),
          title: z.string(),
          programKind,
          purpose: z.string(),
          meetings: z.array(
            z.object({
              title: z.string(),
              startsAt: instant,
              durationMinutes: z.number().int(),
              place: z.string(),
              state: z.enum(meetingStates),
              agenda: z.array(z.string()),
            }),
          ),
        }),
      ),
    }),
  }),
};
