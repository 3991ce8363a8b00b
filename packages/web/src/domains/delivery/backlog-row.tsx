import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { lackWords } from './story-words.ts';
import { systemNames } from './tracker-words.ts';

type Story = OutputOf<OperationOf<'delivery.getBacklog'>>['items'][number];
type Sprint = OutputOf<OperationOf<'delivery.listSprints'>>['items'][number];

/** A story of the backlog: its place, its estimate, what it lacks, the sprint that takes it. */
export function BacklogRow({
  story,
  sprints,
  onUp,
  onDown,
}: {
  readonly story: Story;
  readonly sprints: readonly Sprint[];
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}) {
  const change = useWrite('delivery.changeStory');
  const take = useWrite('delivery.addToSprint');
  const [estimate, setEstimate] = useState(story.estimate);
  const save = () => {
    if (estimate === story.estimate || story.followed?.estimates) return;
    change.mutate({ params: { id: story.ref }, body: { estimate }, ifMatch: story.revision });
  };
  const lacks = lackWords(story.missing);
  const error = change.error ?? take.error;
  return (
    <div className="flex flex-wrap items-center gap-3 py-2">
      <div className="flex">
        <IconButton
          label={`Move ${story.title} up`}
          icon="arrow-up"
          disabled={!onUp}
          onClick={onUp}
        />
        <IconButton
          label={`Move ${story.title} down`}
          icon="arrow-down"
          disabled={!onDown}
          onClick={onDown}
        />
      </div>
      <div className="flex min-w-60 grow flex-col gap-1">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <EntityLink entity={story} />
          {story.followed && (
            <TextLink quiet className="text-sm text-secondary" href={story.followed.address}>
              {story.followed.key} in {systemNames[story.followed.system]}
            </TextLink>
          )}
        </span>
        {story.implements.length > 0 && <EntityLinks entities={story.implements} />}
      </div>
      <div className="w-56">
        {lacks === '' ? (
          <Status tone="on-track" word="Ready" plain />
        ) : (
          <Status tone="waiting" word={`Lacks ${lacks}`} plain />
        )}
      </div>
      <form
        className="w-24"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        onBlur={save}
      >
        <NumberField
          label={`Estimate of ${story.title}`}
          labelHidden
          min={0}
          max={10_000}
          disabled={story.followed?.estimates ?? false}
          value={story.followed?.estimates ? story.estimate : estimate}
          onValueChange={setEstimate}
        />
      </form>
      <Menu
        trigger={
          <Button size="sm" disabled={sprints.length === 0}>
            Take into…<span className="sr-only">: {story.title}</span>
          </Button>
        }
        groups={[
          {
            acts: sprints.map((sprint) => ({
              label: sprint.title,
              onSelect: () =>
                take.mutate({ params: { id: sprint.ref }, body: { stories: [story.ref] } }),
            })),
          },
        ]}
      />
      {error && <ErrorState problem={shownProblem(error)} compact />}
    </div>
  );
}
