import { useSearchState } from '../../api/use-search-state.ts';
import { useList } from '../../api/use-operation.ts';
import { ListPage } from '../../entity/list-page.tsx';
import { meetingColumns } from './columns.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';
import { meetingStateOptions } from './words.ts';

/** Meetings of all programs, latest first. */
export function MeetingsPage() {
  const [search, change] = useSearchState();
  const state = meetingStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('engagement.listMeetings', { query: state ? { state } : {} });
  return (
    <ListPage
      title="Meetings"
      description="When boards, labs and journeys meet, about what, and what was said."
      add="Plan a meeting"
      addDialog={(close) => <MeetingDialog onClose={close} />}
      filters={[{ id: 'state', label: 'State', value: state, options: meetingStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={meetingColumns}
      none="No program has planned a meeting yet."
      example="“Winter session” of the board of general contractors, its agenda set from their feedback."
    />
  );
}
