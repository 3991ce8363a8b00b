import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead, useWrite } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BacklogRow } from './backlog-row.tsx';
import { FollowedNote } from './followed-note.tsx';
import { SprintDialog } from './sprint-dialog.tsx';
import { StoryDialog } from './story-dialog.tsx';

type Story = OutputOf<OperationOf<'delivery.getBacklog'>>['items'][number];

const picks = [
  { value: 'all', label: 'All' },
  { value: 'yes', label: 'Ready' },
  { value: 'no', label: 'Not ready' },
] as const;

/** A unit's backlog: ranked, groomed and taken into sprints. */
export function BacklogPage() {
  const [search, change] = useSearchState();
  const unit = search['unit'];
  const named = useRead(
    'entities.getEntity',
    { params: { ref: unit ?? '' } },
    { enabled: unit !== undefined },
  );
  const [adding, setAdding] = useState<'story' | 'sprint' | null>(null);
  const ready = picks.find(({ value }) => value === search['ready'])?.value ?? 'all';
  return (
    <>
      <PageHeader
        title="Backlog"
        description="What a team could do next, in its order, and what each story still lacks."
        actions={
          <>
            <Button onClick={() => setAdding('sprint')}>Plan a sprint</Button>
            <Button tone="primary" icon="plus" onClick={() => setAdding('story')}>
              Add a story
            </Button>
          </>
        }
      />
      <div className="flex flex-wrap items-end gap-4">
        <div className="w-72">
          <EntityPicker
            label="Team"
            kind="unit"
            value={unit && named.data ? { id: unit, label: named.data.title } : null}
            onValueChange={(value) => change({ unit: value?.id })}
          />
        </div>
        <div className="w-40">
          <Select
            label="Show"
            options={picks}
            value={ready}
            onValueChange={(value) => change({ ready: value === 'all' ? undefined : value })}
          />
        </div>
      </div>
      {unit === undefined ? (
        <EmptyState sentence="Choose a team to see what it could do next." />
      ) : (
        <>
          <FollowedNote unit={unit} />
          <Backlog unit={unit} ready={ready} />
        </>
      )}
      {adding === 'story' && <StoryDialog onClose={() => setAdding(null)} />}
      {adding === 'sprint' && <SprintDialog onClose={() => setAdding(null)} />}
    </>
  );
}

function Backlog({ unit, ready }: { readonly unit: string; readonly ready: 'all' | 'yes' | 'no' }) {
  const list = useList('delivery.getBacklog', {
    params: { unit },
    query: ready === 'all' ? {} : { ready },
  });
  const sprints = useRead('delivery.listSprints', { query: { ownerUnit: unit, limit: 20 } });
  const rank = useWrite('delivery.rankStory');
  const [dragged, setDragged] = useState<string | null>(null);
  const moveBehind = (ref: string, after: string | null) => {
    if (ref !== after) rank.mutate({ params: { id: ref }, body: { after } });
  };
  const step = (story: Story, by: -1 | 1) => {
    const others = list.items.filter(({ ref }) => ref !== story.ref);
    const place = list.items.findIndex(({ ref }) => ref === story.ref) + by;
    if (place < 0 || place > others.length) return;
    moveBehind(story.ref, others[place - 1]?.ref ?? null);
  };
  if (list.problem) return <FailedPage error={list.problem} onRetry={list.reload} />;
  if (list.isLoading) return <Skeleton lines={6} />;
  const open = (sprints.data?.items ?? []).filter(({ state }) => state !== 'closed');
  return (
    <>
      {rank.error && <ErrorState problem={shownProblem(rank.error)} compact />}
      {list.items.length === 0 ? (
        <EmptyState sentence="There is nothing here that a sprint has not taken." />
      ) : (
        <ol aria-label="Stories in their order" className="flex flex-col">
          {list.items.map((story, index) => (
            <li
              key={story.ref}
              draggable
              onDragStart={() => setDragged(story.ref)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged) moveBehind(dragged, list.items[index - 1]?.ref ?? null);
              }}
              className="hairline-b"
            >
              <BacklogRow
                story={story}
                sprints={open}
                onUp={index === 0 ? undefined : () => step(story, -1)}
                onDown={index === list.items.length - 1 ? undefined : () => step(story, 1)}
              />
            </li>
          ))}
        </ol>
      )}
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}
