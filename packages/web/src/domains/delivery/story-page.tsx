import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { BranchesSection } from '../../entity/branches-section.tsx';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { TestsSection } from '../../entity/tests-section.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { lackWords } from './story-words.ts';
import { StoryDialog } from './story-dialog.tsx';
import { systemNames } from './tracker-words.ts';

const nextStep = {
  open: { to: 'in-progress', label: 'Begin' },
  'in-progress': { to: 'in-review', label: 'Ask for review' },
  'in-review': { to: 'done', label: 'Done' },
  done: { to: 'open', label: 'Reopen' },
  dropped: { to: 'open', label: 'Take up again' },
} as const;

/** What the tests of the newest change of a story say. */
function StoryTests({ change: ref }: { readonly change: string }) {
  const { data } = useRead('release.getChange', { params: { id: ref } });
  return data ? <TestsSection tests={data.tests} /> : null;
}

type Followed = NonNullable<OutputOf<OperationOf<'delivery.getStory'>>['followed']>;

/** Which tool rules a story, its state there, and how fresh what is told of it is. */
function Ruler({ followed }: { readonly followed: Followed }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <span>
        <TextLink href={followed.address}>{followed.key}</TextLink> in{' '}
        {systemNames[followed.system]} ({followed.tracker}): {followed.status}
      </span>
      {followed.gone === '' ? (
        <span className="text-sm text-secondary">
          seen <Age at={followed.seenAt} />
        </span>
      ) : (
        <Status tone="stopped" word={`${followed.gone}; ruled here since`} plain />
      )}
    </span>
  );
}

/** A story: what it implements, how far it is, what was changed for it. */
export function StoryPage() {
  const ref = useReference();
  const { data: story, error } = useRead('delivery.getStory', { params: { id: ref } });
  const change = useWrite('delivery.changeStory');
  const [changing, setChanging] = useState(false);
  if (error) return <FailedPage error={error} />;
  if (!story) return <Skeleton lines={8} />;
  const step = nextStep[story.state];
  const ruler = story.followed?.gone === '' ? story.followed : null;
  const newest = story.changes.findLast(({ kind }) => kind === 'change');
  return (
    <EntityPage
      entity={story}
      actions={
        <>
          <Button icon="edit" onClick={() => setChanging(true)}>
            Change
          </Button>
          {ruler ? (
            <LinkButton href={ruler.address} icon="external">
              Open in {systemNames[ruler.system]}
            </LinkButton>
          ) : (
            <Button
              tone="primary"
              busy={change.isPending}
              onClick={() =>
                change.mutate({
                  params: { id: story.ref },
                  body: { state: step.to },
                  ifMatch: story.revision,
                })
              }
            >
              {step.label}
            </Button>
          )}
        </>
      }
    >
      {change.error && <ErrorState problem={shownProblem(change.error)} compact />}
      <DescriptionList
        wide
        entries={[
          ...(story.followed
            ? [{ term: 'Ruled in', value: <Ruler followed={story.followed} /> }]
            : []),
          {
            term: 'Implements',
            value: story.implements.length > 0 ? <EntityLinks entities={story.implements} /> : null,
          },
          { term: 'Estimate', value: story.estimate },
          { term: 'Right when', value: story.acceptance || 'Nobody said yet' },
          {
            term: 'Ready',
            value: story.missing.length === 0 ? 'Yes' : `Lacks ${lackWords(story.missing)}`,
          },
          { term: 'Blocked', value: story.blockedReason || 'No' },
          {
            term: 'Whose',
            value: story.assignee ? (
              <EntityLink entity={story.assignee} />
            ) : (
              story.followed?.assignee
            ),
          },
          { term: 'Sprint', value: story.sprint && <EntityLink entity={story.sprint} /> },
          { term: 'Branch', value: <Mono>{story.branch}</Mono> },
          { term: 'Begun', value: story.startedAt ? <Instant at={story.startedAt} /> : 'Not yet' },
          { term: 'Done', value: story.doneAt ? <Instant at={story.doneAt} /> : 'Not yet' },
          {
            term: 'Changes',
            value: story.changes.length > 0 ? <EntityLinks entities={story.changes} /> : 'None yet',
          },
        ]}
      />
      <BranchesSection work={story.ref} />
      {newest && <StoryTests change={newest.ref} />}
      {changing && <StoryDialog story={story} onClose={() => setChanging(false)} />}
    </EntityPage>
  );
}
