import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Status } from '../../ui/status.tsx';
import { storyColumns } from './story-words.ts';

type Sprint = OutputOf<OperationOf<'delivery.getSprint'>>;
type Story = Sprint['stories'][number];
type State = Story['state'];

/** The stories of a sprint by their state; dragged, or moved by each card's menu. */
export function SprintBoard({ sprint }: { readonly sprint: Sprint }) {
  const change = useWrite('delivery.changeStory');
  const remove = useWrite('delivery.removeFromSprint');
  const [dragged, setDragged] = useState<Story | null>(null);
  const stories = sprint.stories.filter(({ outcome }) => outcome !== 'removed');
  const closed = sprint.state === 'closed';
  const move = (story: Story, state: State) => {
    if (story.state === state || closed) return;
    change.mutate({ params: { id: story.ref }, body: { state }, ifMatch: story.revision });
  };
  const error = change.error ?? remove.error;
  return (
    <>
      {error && <ErrorState problem={shownProblem(error)} compact />}
      <div className="grid gap-4 md:grid-cols-4">
        {storyColumns.map(({ state, label }) => {
          const own = stories.filter((story) => story.state === state);
          const points = own.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0);
          return (
            <section
              key={state}
              aria-label={label}
              className="flex min-h-40 flex-col gap-2"
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged) move(dragged, state);
              }}
            >
              <h2 className="hairline-b flex justify-between pb-1 font-medium">
                {label}
                <span className="figures text-secondary">
                  {own.length} · {points} points
                </span>
              </h2>
              <ul className="flex flex-col gap-2">
                {own.map((story) => (
                  <li
                    key={story.ref}
                    draggable={!closed}
                    onDragStart={() => setDragged(story)}
                    onDragEnd={() => setDragged(null)}
                    className="flex flex-col gap-1 rounded-sm border border-line bg-surface p-2"
                  >
                    <EntityLink entity={story} />
                    {story.blockedReason !== '' && (
                      <Status tone="off-track" word={`Blocked: ${story.blockedReason}`} plain />
                    )}
                    <span className="text-sm text-secondary">
                      {story.estimate === null ? 'Not estimated' : `${story.estimate} points`}
                      {story.assignee && ` · ${story.assignee.title}`}
                    </span>
                    {!closed && (
                      <div>
                        <Menu
                          align="start"
                          trigger={
                            <Button size="sm">
                              Move to…<span className="sr-only">: {story.title}</span>
                            </Button>
                          }
                          groups={[
                            {
                              acts: storyColumns.map((column) => ({
                                label: column.label,
                                checked: column.state === story.state,
                                onSelect: () => move(story, column.state),
                              })),
                            },
                            {
                              acts: [
                                {
                                  label: 'Back to the backlog',
                                  onSelect: () =>
                                    remove.mutate({
                                      params: { id: sprint.ref },
                                      body: { story: story.ref },
                                    }),
                                },
                              ],
                            },
                          ]}
                        />
                      </div>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </>
  );
}
