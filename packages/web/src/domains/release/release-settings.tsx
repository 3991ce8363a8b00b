import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { Problem, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TrustRepositories } from './trust-repositories.tsx';

type Settings = OutputOf<OperationOf<'release.getReleaseSettings'>>;
type ListName = 'repositoryRoots' | 'gateHosts' | 'remoteHosts';

const lists: readonly {
  readonly name: ListName;
  readonly title: string;
  readonly note: string;
  readonly hint: string;
  readonly none: string;
  readonly example: string;
}[] = [
  {
    name: 'repositoryRoots',
    title: 'Folders of repositories',
    note: 'Under these folders of the server’s machine repositories may be connected by path.',
    hint: 'One absolute path on each line.',
    none: 'Only the folders that were set when the server was started.',
    example: '/srv/git',
  },
  {
    name: 'gateHosts',
    title: 'Hosts that gates and probes may ask',
    note: 'HTTP gates of pipelines and health probes reach these hosts, and no other.',
    hint: 'One host on each line, in lower case, without a port.',
    none: 'No gate and no probe can ask anything yet.',
    example: 'staging.example.com',
  },
  {
    name: 'remoteHosts',
    title: 'Hosts of private remotes',
    note: 'Repositories on these hosts may be connected although their addresses are not public.',
    hint: 'One host on each line, in lower case.',
    none: 'Only remotes with public addresses may be connected.',
    example: 'git.intern.example.com',
  },
];

/** What the server found wrong within one of the lists: `body.gateHosts.1`. */
function faultIn(error: Error | null, name: ListName): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.faults.find(({ where }) => where.startsWith(`body.${name}`))?.message;
}

function ChangeList({
  list,
  present,
}: {
  readonly list: (typeof lists)[number];
  readonly present: readonly string[];
}) {
  const change = useWrite('release.changeReleaseSettings');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(present.join('\n'));
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <>
      <Button size="sm" icon="edit" onClick={() => setOpen(true)}>
        Change
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={list.title}
        description={list.note}
        submit="Change"
        busy={change.isPending}
        error={change.error}
        onSubmit={() => change.mutateAsync({ body: { [list.name]: lines } })}
      >
        <TextArea
          label={list.title}
          mono
          rows={4}
          hint={list.hint}
          value={text}
          onValueChange={setText}
          error={faultIn(change.error, list.name)}
        />
      </FormDialog>
    </>
  );
}

function Listed({
  list,
  settings,
}: {
  readonly list: (typeof lists)[number];
  readonly settings: Settings;
}) {
  const present = settings[list.name];
  const fixed = list.name === 'repositoryRoots' ? settings.fixedRoots : [];
  return (
    <Section
      title={list.title}
      note={list.note}
      actions={<ChangeList key={present.join('\n')} list={list} present={present} />}
    >
      {present.length + fixed.length === 0 ? (
        <EmptyState sentence={list.none} example={list.example} />
      ) : (
        <ul>
          {fixed.map((path) => (
            <li key={`fixed ${path}`}>
              <Mono>{path}</Mono> <span className="text-tertiary">set where the server starts</span>
            </li>
          ))}
          {present.map((entry) => (
            <li key={entry}>
              <Mono>{entry}</Mono>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** The settings that decide what the server may read, ask and run. */
export function ReleaseSettings() {
  const read = useRead('release.getReleaseSettings', {});
  if (read.error) {
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={8} />;
  const settings = read.data;
  return (
    <>
      <TrustRepositories refused={settings.commandsRefused} />
      {lists.map((list) => (
        <Listed key={list.name} list={list} settings={settings} />
      ))}
    </>
  );
}
