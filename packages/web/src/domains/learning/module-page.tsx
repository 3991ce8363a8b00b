import { FailedPage } from '../../entity/failed-page.tsx';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { HistorySection } from '../../entity/history-section.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { TitleBlock } from '../../ui/title-block.tsx';
import { toast } from '../../ui/toast.ts';
import { dueWords, moduleStates } from './module-words.ts';
import { QuizSection } from './quiz-section.tsx';

/** A module to read: its text with names and dates as they are now, then its quiz. */
export function ModulePage() {
  const ref = useReference();
  const { data: module, error } = useRead('learning.getModule', { params: { id: ref } });
  const complete = useWrite('learning.completeModule');
  if (error) return <FailedPage error={error} />;
  if (!module) return <Skeleton lines={12} />;
  const [first, ...rest] = module.body;
  // The text's own first heading is the title above it.
  const body = first?.type === 'heading' && first.level === 1 ? rest : module.body;
  const { quiz, unfinished, enrolled, mine, previous, following } = module;
  const mayWork = enrolled && mine !== 'locked';
  const markRead = () =>
    complete.mutate(
      { params: { id: ref } },
      {
        onSuccess: ({ trackCompleted }) => {
          if (trackCompleted) toast({ title: `You have completed ${module.track.title}` });
        },
      },
    );
  return (
    <div className="flex flex-col gap-6">
      <TitleBlock
        kind={`Module of ${module.track.title}`}
        title={module.title}
        reference={module.ref}
        owner={
          module.ownerUnit
            ? { name: module.ownerUnit.title, href: entityAddress(module.ownerUnit.ref) }
            : undefined
        }
        state={moduleStates[mine]}
        revised={{ at: module.updatedAt, revision: module.revision }}
      />
      <DescriptionList
        wide
        entries={[
          { term: 'Track', value: <EntityLink entity={module.track} /> },
          {
            term: 'Due',
            value:
              module.dueOn === null ? (
                dueWords[module.due]
              ) : (
                <PlainDate date={module.dueOn} weekday />
              ),
          },
          ...(unfinished.length > 0
            ? [{ term: 'First', value: <EntityLinks entities={unfinished} /> }]
            : []),
        ]}
      />
      <Markdown nodes={body} baseLevel={1} />
      {module.task !== '' && <p className="max-w-prose font-semibold">To do: {module.task}</p>}
      {module.link !== '' && <TextLink href={module.link}>{module.link}</TextLink>}
      <div data-print="hide" className="flex flex-wrap items-center gap-3">
        {!enrolled && (
          <LinkButton href={entityAddress(module.track.ref)} tone="primary">
            Enrol in the track
          </LinkButton>
        )}
        {mayWork && mine === 'open' && (
          <Button tone="primary" busy={complete.isPending} onClick={markRead}>
            I have read this
          </Button>
        )}
        {enrolled && mine === 'locked' && (
          <Status
            tone="waiting"
            word="You may read this now; it counts once the modules before it are done"
            plain
          />
        )}
      </div>
      {complete.error && <ErrorState problem={shownProblem(complete.error)} compact />}
      {mayWork && quiz.questions > 0 && <QuizSection key={ref} module={ref} />}
      <nav aria-label="Modules of the track" className="flex flex-wrap justify-between gap-3">
        {previous ? (
          <LinkButton href={entityAddress(previous.ref)} icon="arrow-left">
            {previous.title}
          </LinkButton>
        ) : (
          <span />
        )}
        {following && (
          <LinkButton href={entityAddress(following.ref)} icon="arrow-right">
            {following.title}
          </LinkButton>
        )}
      </nav>
      <HistorySection reference={module.ref} />
    </div>
  );
}
