import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf } from '../api/problem.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import type { ComboboxOption } from '../ui/combobox.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Mono } from '../ui/mono.tsx';
import { Section } from '../ui/section.tsx';
import { Status } from '../ui/status.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Age } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { EntityLink } from './entity-link.tsx';
import { EntityPicker } from './entity-picker.tsx';
import { FormDialog } from './form-dialog.tsx';
import { stateTone, stateWord } from './state-tone.ts';

type Branch = OutputOf<OperationOf<'release.listFeatureBranches'>>['items'][number];

function MakeBranch({
  work,
  known,
}: {
  readonly work: string;
  readonly known: Branch | undefined;
}) {
  const create = useWrite('release.createFeatureBranch');
  const [open, setOpen] = useState(false);
  const [repository, setRepository] = useState<ComboboxOption | null>(null);
  const [onto, setOnto] = useState('');
  const [unready, setUnready] = useState<Error | null>(null);
  return (
    <>
      <Button
        size="sm"
        icon="plus"
        onClick={() => {
          if (known) setRepository({ id: known.repository.ref, label: known.repository.title });
          setOpen(true);
        }}
      >
        Make a branch
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Make a branch"
        description="It is named by the workflow of the repository and pushed at once. What is committed to it joins this work by itself."
        submit="Make it"
        busy={create.isPending}
        error={unready ?? create.error}
        onSubmit={async () => {
          const refusal = repository === null ? new Error('Choose a repository.') : null;
          setUnready(refusal);
          if (repository === null) throw refusal ?? new Error('Choose a repository.');
          const made = await create.mutateAsync({
            params: { id: repository.id },
            body: { work, ...(onto === '' ? {} : { onto }) },
          });
          setOnto('');
          toast({
            title: made.state === 'made' ? 'The branch is there' : 'The branch is on its way',
            detail: made.name,
          });
        }}
      >
        <EntityPicker
          label="Repository"
          kind="repository"
          required
          value={repository}
          onValueChange={setRepository}
        />
        <TextField
          label="Begins at"
          mono
          hint="Left empty, the default branch. Name another branch to stand on it."
          value={onto}
          onValueChange={setOnto}
          error={faultOf(create.error, 'onto')}
        />
      </FormDialog>
    </>
  );
}

function State({ branch }: { readonly branch: Branch }) {
  if (branch.state === 'refused') return <Status tone="off-track" word="Refused" plain />;
  if (branch.state === 'pushing') return <Status tone="running" word="On its way" plain />;
  const { change } = branch;
  if (change === null) return <Status tone="not-started" word="No commits yet" plain />;
  return <Status tone={stateTone(change.state)} word={stateWord(change.state)} plain />;
}

/** The branches that were made for a piece of work, and the act that makes another. */
export function BranchesSection({ work }: { readonly work: string }) {
  const { data } = useRead('release.listFeatureBranches', { query: { work } });
  if (!data) return null;
  return (
    <Section title="Branches" actions={<MakeBranch work={work} known={data.items[0]} />}>
      {data.items.length === 0 ? (
        <EmptyState
          sentence="No branch was made for this here. Make one, or put this page’s reference into a branch’s name."
          example="feature/sto_…-fewer-clicks, begun at main."
        />
      ) : (
        <ul className="flex flex-col">
          {data.items.map((branch) => (
            <li
              key={`${branch.repository.ref} ${branch.name}`}
              className="hairline-b flex flex-col gap-1 py-2 last:border-b-0"
            >
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="inline-flex min-w-0 items-center gap-1 break-all">
                  <Mono>{branch.name}</Mono>
                  <CopyButton
                    text={`git fetch && git switch ${branch.name}`}
                    label="Copy the command that switches to it"
                  />
                </span>
                <State branch={branch} />
                {branch.change !== null && <EntityLink entity={branch.change} />}
              </div>
              <p className="text-xs text-tertiary">
                In <EntityLink entity={branch.repository} />
                {branch.parent !== null && (
                  <>
                    , on top of <Mono>{branch.parent}</Mono>
                  </>
                )}
                , made by {branch.madeBy} <Age at={branch.at} />
              </p>
              {branch.says !== '' && <p className="text-secondary">{branch.says}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
