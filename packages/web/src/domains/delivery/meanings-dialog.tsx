import type { OperationOf, OutputOf, storyStates } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { storyStateOptions } from './story-dialog.tsx';

type Detail = OutputOf<OperationOf<'delivery.getFollowedBacklog'>>;
type StoryState = (typeof storyStates)[number];

const counted = (stories: number) => `${stories} ${stories === 1 ? 'story' : 'stories'}`;
const work = ['initiative', 'feature'] as const;
const found = { hand: 'chosen', rule: 'found by its name' } as const;

/** What a tool's states and epics mean here; each choice counts at once. */
export function MeaningsDialog({
  backlog,
  onClose,
}: {
  readonly backlog: string;
  readonly onClose: () => void;
}) {
  const { data, error } = useRead('delivery.getFollowedBacklog', { params: { id: backlog } });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={data ? `What ${data.source.title} means here` : 'What it means here'}
      description="Each choice counts at once, for the stories that are here already as well."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error && <ErrorState problem={shownProblem(error)} compact />}
      {!data && !error && <Skeleton lines={6} />}
      {data && (
        <div className="flex flex-col gap-6">
          <States detail={data} />
          <Epics detail={data} />
        </div>
      )}
    </Dialog>
  );
}

function States({ detail }: { readonly detail: Detail }) {
  const change = useWrite('delivery.changeFollowedBacklog');
  const choose = (name: string, state: StoryState) => {
    const kept = detail.states.filter(({ chosen }) => chosen).map((one) => [one.name, one.means]);
    change.mutate({
      params: { id: detail.ref },
      body: { states: Object.fromEntries([...kept, [name, state]]) as Record<string, StoryState> },
    });
  };
  return (
    <Section title="States" note="Without a choice, the tool’s own grouping of its states counts.">
      {change.error && <ErrorState problem={shownProblem(change.error)} compact />}
      {detail.states.length === 0 && <EmptyState sentence="No story was seen yet." />}
      <ul className="flex flex-col gap-2">
        {detail.states.map(({ name, means, chosen, stories }) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-3">
            <span className="min-w-0 grow [overflow-wrap:anywhere]">
              {name}{' '}
              <span className="text-sm text-secondary">
                {counted(stories)}
                {chosen ? ', chosen' : ''}
              </span>
            </span>
            <span className="w-44">
              <Select
                label={`What ${name} means`}
                labelHidden
                options={storyStateOptions}
                value={means}
                onValueChange={(state) => choose(name, state)}
              />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Epics({ detail }: { readonly detail: Detail }) {
  const assign = useWrite('delivery.assignEpic');
  return (
    <Section
      title={detail.tracker.system === 'jira' ? 'Epics' : 'Projects'}
      note="One that names an initiative or feature by its reference, or bears its title, stands for it by itself."
    >
      {assign.error && <ErrorState problem={shownProblem(assign.error)} compact />}
      {detail.epics.length === 0 && <EmptyState sentence="No story belongs to one." />}
      <ul className="flex flex-col gap-3">
        {detail.epics.map((epic) => (
          <li key={epic.id} className="flex flex-wrap items-center justify-between gap-3">
            <span className="min-w-0 grow [overflow-wrap:anywhere]">
              {epic.title}{' '}
              <span className="text-sm text-secondary">
                {counted(epic.stories)}
                {epic.by ? `, ${found[epic.by]}` : ''}
              </span>
            </span>
            <span className="w-80 max-w-full">
              <EntitiesPicker
                label={`What the stories of ${epic.title} implement`}
                labelHidden
                kinds={work}
                value={[optionOf(epic.implements)].flatMap((one) => one ?? [])}
                onValueChange={(value) =>
                  assign.mutate({
                    params: { id: detail.ref },
                    body: { epic: epic.id, implements: value.at(-1)?.id ?? null },
                  })
                }
              />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
