import { useSearchState } from '../../api/use-search-state.ts';
import { useList } from '../../api/use-operation.ts';
import { ListPage } from '../../entity/list-page.tsx';
import { feedbackColumns } from './columns.tsx';
import { FeedbackDialog } from './feedback-dialog.tsx';
import { feedbackStateOptions, segmentOptions } from './words.ts';

/** The inbox of what customers and partners say. */
export function FeedbackPage() {
  const [search, change] = useSearchState();
  const state = feedbackStateOptions.find(({ value }) => value === search['state'])?.value;
  const segment = segmentOptions.find(({ value }) => value === search['segment'])?.value;
  const { theme } = search;
  const list = useList('engagement.listFeedback', {
    query: {
      ...(state ? { state } : {}),
      ...(segment ? { segment } : {}),
      ...(theme ? { theme } : {}),
    },
  });
  const themes = new Set([...list.items.flatMap((row) => row.themes), ...(theme ? [theme] : [])]);
  return (
    <ListPage
      title="Feedback"
      description="What customers and partners say, in their words, and what became of it."
      add="Write down feedback"
      addDialog={(close) => <FeedbackDialog onClose={close} />}
      filters={[
        { id: 'state', label: 'State', value: state, options: feedbackStateOptions },
        { id: 'segment', label: 'Segment', value: segment, options: segmentOptions },
        {
          id: 'theme',
          label: 'Theme',
          value: theme,
          options: [...themes].map((value) => ({ value, label: value })),
        },
      ]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={feedbackColumns}
      none="Nobody has said anything yet. It comes from the product’s widget by itself."
      example="“The lookahead should show crews from other projects”, rated 2, about Resource Planning."
    />
  );
}
