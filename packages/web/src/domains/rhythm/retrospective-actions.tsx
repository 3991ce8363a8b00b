import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PlainDate } from '../../ui/time.tsx';
import type { Retrospective } from './rhythm-types.ts';

function List({ actions }: { readonly actions: Retrospective['actions'] }) {
  return (
    <ul className="flex flex-col gap-2">
      {actions.map((action) => (
        <li key={action.ref} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <EntityStatus state={action.state} plain />
          <EntityLink entity={action} />
          <span className="text-secondary">
            {action.owner?.name ?? 'Nobody yet'}
            {action.dueOn !== null && (
              <>
                {' · due '}
                <PlainDate date={action.dueOn} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the last retrospective committed to, as it stands now: looked at first. */
export function LastActions({ actions }: { readonly actions: Retrospective['last'] }) {
  return (
    <Section title="What we committed to last time">
      {actions.length === 0 ? (
        <p className="text-secondary">No retrospective before this one committed to anything.</p>
      ) : (
        <List actions={actions} />
      )}
    </Section>
  );
}

/** What this retrospective commits to: a few actions, each with an owner. */
export function CommittedActions({
  review,
  retrospective,
  open,
}: {
  readonly review: string;
  readonly retrospective: Retrospective;
  /** Whether the review still takes actions. */
  readonly open: boolean;
}) {
  const commit = useWrite('rhythm.commitAction');
  const [committing, setCommitting] = useState(false);
  const { fields, set } = useFields({
    title: '',
    owner: null as ComboboxOption | null,
    dueOn: '',
    card: retrospective.topic?.toString() ?? '',
  });
  const { actions, most } = retrospective;
  const left = most - actions.filter(({ state }) => state !== 'dropped').length;
  return (
    <Section
      title="What we commit to"
      note={left > 0 ? `${left} of ${most} places left` : `all ${most} places taken`}
      actions={
        open &&
        left > 0 && (
          <Button size="sm" icon="plus" onClick={() => setCommitting(true)}>
            Commit to an action
          </Button>
        )
      }
    >
      {actions.length === 0 ? (
        <p className="text-secondary">Nothing yet.</p>
      ) : (
        <List actions={actions} />
      )}
      {committing && (
        <FormDialog
          open
          onOpenChange={setCommitting}
          title="Commit to an action"
          submit="Commit"
          busy={commit.isPending}
          error={commit.error}
          onSubmit={async () => {
            await commit.mutateAsync({
              params: { id: review },
              body: {
                title: fields.title,
                owner: fields.owner?.id ?? '',
                ...(fields.dueOn === '' ? {} : { dueOn: fields.dueOn }),
                ...(fields.card === '' ? {} : { card: fields.card }),
              },
            });
            set('title')('');
          }}
        >
          <TextField
            label="What we will do"
            required
            maxLength={200}
            value={fields.title}
            onValueChange={set('title')}
            error={faultOf(commit.error, 'title')}
          />
          <EntityPicker
            label="Owner"
            kind="person"
            required
            value={fields.owner}
            onValueChange={set('owner')}
            error={faultOf(commit.error, 'owner')}
          />
          <DateField label="Due" value={fields.dueOn} onValueChange={set('dueOn')} />
          <Select
            label="Topic"
            options={[
              { value: '', label: 'None of them' },
              ...retrospective.topics.map(({ card }) => ({
                value: card.ref as string,
                label: card.text.slice(0, 80),
              })),
            ]}
            value={fields.card}
            onValueChange={set('card')}
          />
        </FormDialog>
      )}
    </Section>
  );
}
