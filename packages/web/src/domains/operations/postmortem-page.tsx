import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Instant } from '../../ui/time.tsx';

type Postmortem = OutputOf<OperationOf<'operations.getPostmortem'>>;

function WriteDialog({
  postmortem,
  place,
  onClose,
}: {
  readonly postmortem: Postmortem;
  readonly place: number;
  readonly onClose: () => void;
}) {
  const write = useWrite('operations.changePostmortem');
  const [{ sections, revision }] = useState(postmortem);
  const section = sections[place];
  const [text, setText] = useState(section?.text ?? '');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={section?.title ?? ''}
      description={section?.prompt}
      submit="Save"
      size="lg"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: postmortem.ref },
          body: {
            sections: sections.map((one, index) => (index === place ? { ...one, text } : one)),
          },
          ifMatch: revision,
        })
      }
    >
      <TextArea
        label="Text"
        rows={16}
        value={text}
        onValueChange={setText}
        error={faultOf(write.error, `sections.${place}.text`)}
      />
    </FormDialog>
  );
}

const moves = {
  draft: [{ to: 'in-review', label: 'Hand in for review', primary: true }],
  'in-review': [
    { to: 'draft', label: 'Back to draft', primary: false },
    { to: 'published', label: 'Publish', primary: true },
  ],
  published: [{ to: 'draft', label: 'Back to draft', primary: false }],
} as const;

/** A postmortem: its sections, who handed it in and published it, the actions that follow. */
export function PostmortemPage() {
  const ref = useReference();
  const { data: postmortem, error } = useRead('operations.getPostmortem', { params: { id: ref } });
  const move = useWrite('operations.movePostmortem');
  const [writing, setWriting] = useState<number | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!postmortem) return <Skeleton lines={8} />;
  const { state, incident, sections, revision } = postmortem;
  return (
    <EntityPage
      entity={postmortem}
      withoutRibbon
      actions={moves[state]
        .filter(({ to }) => to !== 'published' || !postmortem.mine)
        .map(({ to, label, primary }) => (
          <Button
            key={to}
            tone={primary ? 'primary' : 'default'}
            busy={move.isPending}
            onClick={() => move.mutate({ params: { id: ref }, body: { to }, ifMatch: revision })}
          >
            {label}
          </Button>
        ))}
    >
      {move.error && <ErrorState problem={shownProblem(move.error)} compact />}
      <DescriptionList
        wide
        entries={[
          { term: 'Incident', value: incident && <EntityLink entity={incident} /> },
          { term: 'Handed in by', value: postmortem.handedInBy ?? 'Nobody yet' },
          {
            term: 'Published by',
            value:
              postmortem.publishedBy ??
              (postmortem.mine ? 'Nobody yet: somebody else has to' : 'Nobody yet'),
          },
          {
            term: 'Published',
            value: postmortem.publishedAt ? <Instant at={postmortem.publishedAt} /> : 'Not yet',
          },
        ]}
      />
      {sections.map((section, place) => (
        <Section
          key={`${place} ${section.title}`}
          title={section.title}
          note={section.text === '' ? undefined : section.prompt}
          actions={
            state !== 'published' && (
              <Button size="sm" icon="edit" onClick={() => setWriting(place)}>
                Write “{section.title}”
              </Button>
            )
          }
        >
          {section.text === '' ? (
            <p className="text-secondary">{section.prompt || 'Nothing was written yet.'}</p>
          ) : (
            <p className="max-w-prose break-words whitespace-pre-wrap">{section.text}</p>
          )}
        </Section>
      ))}
      {writing !== null && (
        <WriteDialog postmortem={postmortem} place={writing} onClose={() => setWriting(null)} />
      )}
    </EntityPage>
  );
}
