import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import { accountView, contactView, listAccounts, listContacts } from './account/account-views.ts';
import { changeAccount } from './account/change-account.ts';
import { changeContact } from './account/change-contact.ts';
import { createAccount } from './account/create-account.ts';
import { createContact } from './account/create-contact.ts';
import { changeFeedback } from './feedback/change-feedback.ts';
import { createdFeedback, createFeedback } from './feedback/create-feedback.ts';
import { feedbackView, listFeedback } from './feedback/feedback-views.ts';
import { mergeFeedback } from './feedback/merge-feedback.ts';
import { agendaProposal } from './feedback/weight-views.ts';
import { changeMeeting } from './meeting/change-meeting.ts';
import { createMeeting } from './meeting/create-meeting.ts';
import { listMeetings, meetingView } from './meeting/meeting-views.ts';
import { addProgramMember, endProgramMember } from './program/add-program-member.ts';
import { changeProgram } from './program/change-program.ts';
import { createProgram } from './program/create-program.ts';
import { listPrograms, myPrograms, programView } from './program/program-views.ts';
import { shareProgram, unshareProgram } from './program/share-program.ts';

const { engagement } = operations;

/** The domain's operations bound to what does them. */
export const engagementRoutes: readonly Route[] = [
  write(engagement.createAccount, async (context, { body }) => {
    const { id, revision } = await createAccount(context, body);
    return { ref: toReference('account', id), revision };
  }),
  read(engagement.getAccount, (context, { params }) => accountView(context, params.id)),
  read(engagement.listAccounts, (context, { query }) => listAccounts(context, query)),
  write(engagement.changeAccount, async (context, { params, body }) => ({
    revision: await changeAccount(context, params.id, body),
  })),
  write(engagement.createContact, async (context, { body }) => {
    const { id, revision } = await createContact(context, body);
    return { ref: toReference('contact', id), revision };
  }),
  read(engagement.getContact, (context, { params }) => contactView(context, params.id)),
  read(engagement.listContacts, (context, { query }) => listContacts(context, query)),
  write(engagement.changeContact, async (context, { params, body }) => ({
    revision: await changeContact(context, params.id, body),
  })),

  write(engagement.createProgram, async (context, { body }) => {
    const { id, revision } = await createProgram(context, body);
    return { ref: toReference('program', id), revision };
  }),
  read(engagement.getProgram, (context, { params, query }) =>
    programView(context, params.id, query.asOf ? Temporal.Instant.from(query.asOf) : context.now),
  ),
  read(engagement.listPrograms, (context, { query }) => listPrograms(context, query)),
  write(engagement.changeProgram, async (context, { params, body }) => ({
    revision: await changeProgram(context, params.id, body),
  })),
  write(engagement.addProgramMember, async (context, { params, body }) => ({
    revision: await addProgramMember(context, params.id, body.member),
  })),
  write(engagement.endProgramMember, async (context, { params, body }) => ({
    revision: await endProgramMember(context, params.id, body.member),
  })),
  write(engagement.shareProgram, async (context, { params, body }) => ({
    revision: await shareProgram(context, params.id, body.guest),
  })),
  write(engagement.unshareProgram, async (context, { params, body }) => ({
    revision: await unshareProgram(context, params.id, body.guest),
  })),
  read(engagement.proposeAgenda, (context, { params, query }) =>
    agendaProposal(context, params.id, query.limit),
  ),
  read(engagement.listMyPrograms, (context) => myPrograms(context)),

  write(engagement.createMeeting, async (context, { body }) => {
    const { id, revision } = await createMeeting(context, body);
    return { ref: toReference('meeting', id), revision };
  }),
  read(engagement.getMeeting, (context, { params }) => meetingView(context, params.id)),
  read(engagement.listMeetings, (context, { query }) => listMeetings(context, query)),
  write(engagement.changeMeeting, async (context, { params, body }) => ({
    revision: await changeMeeting(context, params.id, body),
  })),

  write(engagement.createFeedback, async (context, { body }) =>
    createdFeedback(await createFeedback(context, body)),
  ),
  read(engagement.getFeedback, (context, { params }) => feedbackView(context, params.id)),
  read(engagement.listFeedback, (context, { query }) => listFeedback(context, query)),
  write(engagement.changeFeedback, async (context, { params, body }) => ({
    revision: await changeFeedback(context, params.id, body),
  })),
  write(engagement.mergeFeedback, async (context, { params, body }) => ({
    revision: await mergeFeedback(context, params.id, body.into),
  })),
];
