import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useReference } from '../../api/search-params.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.ts';
import { ChangeFlag } from './change-flag.tsx';
import { FlagEnvironment } from './flag-environment.tsx';
import type { FlagView } from './flag-types.ts';
import { writeValue } from './variation-value.ts';

function Acts({ flag }: { readonly flag: FlagView }) {
  const archive = useWrite('flags.archiveFlag');
  const restore = useWrite('flags.restoreFlag');
  const [open, setOpen] = useState<'change' | 'archive'>();
  const close = () => setOpen(undefined);
  const input = { params: { id: flag.ref } };
  if (flag.state === 'archived') {
    return (
      <Button
        icon="undo"
        busy={restore.isPending}
        onClick={() =>
          restore.mutate(input, {
            onError: (error) => toast({ ...shownProblem(error), tone: 'failed' }),
          })
        }
      >
        Restore
      </Button>
    );
  }
  return (
    <>
      <Menu
        trigger={<Button>Change</Button>}
        groups={[
          { acts: [{ label: 'Change', icon: 'edit', onSelect: () => setOpen('change') }] },
          {
            acts: [
              { label: 'Archive', icon: 'trash', danger: true, onSelect: () => setOpen('archive') },
            ],
          },
        ]}
      />
      {open === 'change' && <ChangeFlag flag={flag} onOpenChange={close} />}
      <ConfirmDialog
        open={open === 'archive'}
        onOpenChange={close}
        title={`Archive ${flag.key}?`}
        confirmLabel="Archive"
        phrase={flag.environments.some(({ production }) => production) ? flag.key : undefined}
        danger
        busy={archive.isPending}
        problem={archive.error ? shownProblem(archive.error) : undefined}
        onConfirm={() => archive.mutate(input, { onSuccess: close })}
      >
        Every environment stops serving it: programs that still ask get their own default. It can be
        restored as it was.
      </ConfirmDialog>
    </>
  );
}

function Facts({ flag }: { readonly flag: FlagView }) {
  return (
    <DescriptionList
      wide
      entries={[
        { term: 'Key', value: <Mono>{flag.key}</Mono> },
        {
          term: 'Variations',
          value: (
            <ul>
              {flag.variations.map(({ value, name }, at) => (
                <li key={at}>
                  {name !== '' && `${name}: `}
                  <Mono>{writeValue(value)}</Mono>
                </li>
              ))}
            </ul>
          ),
        },
        {
          term: 'Gates',
          value:
            flag.gates.length === 0
              ? 'Nothing on the line yet'
              : flag.gates.map((gated) => (
                  <div key={gated.ref}>
                    <EntityLink entity={gated} />
                  </div>
                )),
        },
        {
          term: 'Promised by',
          value:
            flag.promisedBy.length === 0
              ? 'No notification'
              : flag.promisedBy.map((one) => (
                  <div key={one.ref}>
                    <EntityLink entity={one} />
                  </div>
                )),
        },
        {
          term: 'Evaluated by',
          value: flag.clientSide ? 'Servers, browsers and mobile apps' : 'Servers',
        },
        { term: 'Life', value: flag.temporary ? 'Temporary: to be removed' : 'Permanent' },
      ]}
    />
  );
}

/** A flag: what it serves, and for each environment whom. */
export function FlagPage() {
  const ref = useReference();
  const [search, change] = useSearchState();
  const read = useRead('flags.getFlag', { params: { id: ref } });
  if (read.error) {
    return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={10} />;
  const flag = read.data;
  const refs = flag.environments.map(({ environment }) => environment.ref);
  const chosen = refs.find((one) => one === search['environment']) ?? refs[0];
  return (
    <EntityPage
      entity={flag}
      marks={
        <>
          {flag.temporary && <Badge>Temporary</Badge>}
          {flag.clientSide && <Badge>Browsers</Badge>}
        </>
      }
      actions={<Acts key={flag.revision} flag={flag} />}
    >
      <Facts flag={flag} />
      <Section title="Environments">
        {chosen === undefined ? (
          <EmptyState
            sentence="There is no environment yet in which a flag could be on."
            action={<LinkButton href="/environments">Create an environment</LinkButton>}
            example="Development, Staging, Production."
          />
        ) : (
          <Tabs
            label="Environments"
            value={chosen}
            onValueChange={(environment) => change({ environment })}
            tabs={flag.environments.map(({ environment, on }) => ({
              id: environment.ref,
              label: `${environment.title}: ${on ? 'on' : 'off'}`,
            }))}
          >
            <FlagEnvironment key={chosen} flag={flag} environment={chosen} />
          </Tabs>
        )}
      </Section>
    </EntityPage>
  );
}
