import { useCallback, useState } from 'react';
import { call } from '../../api/call.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { MultiCombobox } from '../../ui/multi-combobox.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';

/** Whether commands of pipelines can run here; where not, an administrator may accept the risk. */
export function TrustRepositories({ refused }: { readonly refused: string | null }) {
  const accept = useWrite('release.acceptTrustedRepositories');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly ComboboxOption[]>([]);
  const [understood, setUnderstood] = useState(false);
  const [unready, setUnready] = useState<Error | null>(null);
  const search = useCallback(async (query: string, signal: AbortSignal) => {
    const { items } = await call(
      'entities.listEntities',
      { query: { q: query, kind: 'repository', limit: 20 } },
      signal,
    );
    return items.map(({ ref, title }) => ({ id: ref as string, label: title }));
  }, []);
  return (
    <Section
      title="Commands of pipelines"
      actions={
        <Button size="sm" onClick={() => setOpen(true)}>
          Trust repositories
        </Button>
      }
    >
      <p className="flex flex-wrap items-center gap-3">
        {refused === null ? (
          <Status tone="on-track" word="They can run in a sandbox" />
        ) : (
          <>
            <Status tone="at-risk" word="They are refused" />
            <span className="max-w-prose text-secondary">{refused}</span>
          </>
        )}
      </p>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Run commands without a sandbox"
        description="Needed only where the server has neither bubblewrap nor a second account."
        submit="Accept it"
        busy={accept.isPending}
        error={unready ?? accept.error}
        onSubmit={async () => {
          const fault =
            chosen.length === 0
              ? 'Choose the repositories.'
              : understood
                ? undefined
                : 'Say first that you know their authors.';
          const refusal = fault === undefined ? null : new Error(fault);
          setUnready(refusal);
          if (refusal) throw refusal;
          await accept.mutateAsync({ body: { repositories: chosen.map(({ id }) => id) } });
          setChosen([]);
          setUnderstood(false);
        }}
      >
        <MultiCombobox
          label="Repositories"
          required
          search={search}
          value={chosen}
          onValueChange={setChosen}
        />
        <Checkbox
          label="I know everybody who can write to them"
          hint="A command of such a repository can read and change whatever the server can, its database too."
          checked={understood}
          onCheckedChange={setUnderstood}
        />
      </FormDialog>
    </Section>
  );
}
