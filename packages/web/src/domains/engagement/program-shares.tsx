import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';

type Program = OutputOf<OperationOf<'engagement.getProgram'>>;

function Share({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const share = useWrite('engagement.shareProgram');
  const identities = useList('access.listIdentities', { query: { limit: 200 } });
  const guests = identities.items.filter(({ kind }) => kind === 'guest');
  const [guest, setGuest] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Share with a guest"
      description="They see its purpose, its meetings’ dates, and the agenda titles that are shared."
      submit="Share"
      busy={share.isPending}
      error={share.error}
      onSubmit={() => share.mutateAsync({ params: { id }, body: { guest } })}
    >
      {guests.length === 0 && !identities.isLoading ? (
        <p className="text-secondary">
          No guest is known. An administrator invites one among the people who may sign in.
        </p>
      ) : (
        <Select
          label="Guest"
          required
          placeholder="Choose a guest"
          options={guests.map(({ ref, name, email }) => ({
            value: ref as string,
            label: `${name}, ${email}`,
          }))}
          value={guest}
          onValueChange={setGuest}
        />
      )}
    </FormDialog>
  );
}

/** With which guests a program is shared. */
export function ProgramShares({ program }: { readonly program: Program }) {
  const end = useWrite('engagement.unshareProgram');
  const [sharing, setSharing] = useState(false);
  return (
    <Section
      title="Shared with"
      actions={
        <Button size="sm" icon="plus" onClick={() => setSharing(true)}>
          Share with a guest
        </Button>
      }
    >
      {program.sharedWith.length === 0 && (
        <p className="text-secondary">No guest sees this program.</p>
      )}
      <ul className="flex flex-col gap-1">
        {program.sharedWith.map((guest) => (
          <li key={guest.ref} className="flex items-center gap-4">
            {guest.name}
            <Button
              size="sm"
              busy={end.isPending && end.variables.body.guest === guest.ref}
              onClick={() =>
                end.mutate({ params: { id: program.ref }, body: { guest: guest.ref } })
              }
            >
              End
            </Button>
          </li>
        ))}
      </ul>
      {end.error && <ErrorState problem={shownProblem(end.error)} compact />}
      {sharing && <Share id={program.ref} onClose={() => setSharing(false)} />}
    </Section>
  );
}
