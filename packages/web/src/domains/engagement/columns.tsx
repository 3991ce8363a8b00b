import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { labelOf, segmentOptions } from './words.ts';

/** Feedback as lists show it. */
export type FeedbackRow = OutputOf<OperationOf<'engagement.listFeedback'>>['items'][number];

/** A meeting as lists show it. */
export type MeetingRow = OutputOf<OperationOf<'engagement.listMeetings'>>['items'][number];

type ContactRow = OutputOf<OperationOf<'engagement.listContacts'>>['items'][number];

/** The columns of contacts. */
export const contactColumns: readonly TableColumn<ContactRow>[] = [
  { id: 'title', header: 'Name', cell: (row) => <EntityLink entity={row} /> },
  { id: 'role', header: 'Role', cell: (row) => row.role || '–' },
  { id: 'email', header: 'E-mail', cell: (row) => row.email ?? '–' },
  { id: 'state', header: 'State', cell: (row) => <EntityStatus state={row.state} plain /> },
];

/** The columns of feedback. */
export const feedbackColumns: readonly TableColumn<FeedbackRow>[] = [
  { id: 'title', header: 'In their words', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'who',
    header: 'Who',
    cell: (row) =>
      row.account ? <EntityLink entity={row.account} /> : labelOf(segmentOptions, row.segment),
  },
  { id: 'about', header: 'About', cell: (row) => <EntityLinks entities={row.about} /> },
  { id: 'themes', header: 'Themes', cell: (row) => row.themes.join(', ') || '–' },
  { id: 'rating', header: 'Rating', cell: (row) => row.rating ?? '–', align: 'end', width: '5rem' },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <EntityStatus state={row.state} plain />,
    width: '8rem',
  },
  {
    id: 'age',
    header: 'Heard',
    cell: (row) => <Age at={row.receivedAt} />,
    align: 'end',
    width: '7rem',
  },
];

/** The columns of meetings. */
export const meetingColumns: readonly TableColumn<MeetingRow>[] = [
  { id: 'title', header: 'Meeting', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'program',
    header: 'Program',
    cell: (row) => (row.program ? <EntityLink entity={row.program} /> : '–'),
  },
  { id: 'at', header: 'When', cell: (row) => <Instant at={row.startsAt} />, width: '12rem' },
  { id: 'place', header: 'Where', cell: (row) => row.place || '–' },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <EntityStatus state={row.state} plain />,
    width: '8rem',
  },
];
