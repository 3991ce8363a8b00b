import { useState } from 'react';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import type { Review } from './rhythm-types.ts';

type Role = Review['roles'][number];

const words = {
  lead: 'Lead',
  decider: 'Decider',
  facilitator: 'Facilitator',
  scribe: 'Scribe',
} as const;
const parts = Object.keys(words) as (keyof typeof words)[];

function Holder({ role }: { readonly role: Role | undefined }) {
  if (!role) return <span className="text-secondary">Nobody named yet</span>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {role.person && <EntityLink entity={{ ref: role.person.ref, title: role.person.name }} />}
      {!role.byHand && <span className="text-secondary">{role.says}</span>}
      {role.vacant && <Status tone="at-risk" word="Vacant" plain />}
    </span>
  );
}

function NamePeople({
  review,
  onClose,
}: {
  readonly review: Review;
  readonly onClose: () => void;
}) {
  const assign = useWrite('rhythm.assignRoles');
  const named = (part: (typeof parts)[number]) =>
    optionOf(review.roles.find(({ role, byHand }) => role === part && byHand)?.person);
  const { fields, set } = useFields({
    lead: named('lead'),
    decider: named('decider'),
    facilitator: named('facilitator'),
    scribe: named('scribe'),
    revision: review.revision,
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Who does what"
      description="Lead and decider are the cycle’s unless you name somebody for this one review."
      submit="Name them"
      busy={assign.isPending}
      error={assign.error}
      onSubmit={() =>
        assign.mutateAsync({
          params: { id: review.ref },
          body: {
            lead: fields.lead?.id ?? null,
            decider: fields.decider?.id ?? null,
            facilitator: fields.facilitator?.id ?? null,
            scribe: fields.scribe?.id ?? null,
          },
          ifMatch: fields.revision,
        })
      }
    >
      {parts.map((part) => (
        <EntityPicker
          key={part}
          label={words[part]}
          kind="person"
          value={fields[part]}
          onValueChange={set(part)}
        />
      ))}
    </FormDialog>
  );
}

/** Who leads, decides, facilitates, writes and attends; vacancies shown as such. */
export function ReviewPeople({ review }: { readonly review: Review }) {
  const [naming, setNaming] = useState(false);
  const attendees = review.roles.filter(({ role }) => role === 'attendee');
  const settled = review.state === 'closed' || review.state === 'cancelled';
  return (
    <Section
      title="People"
      actions={
        !settled && (
          <Button size="sm" onClick={() => setNaming(true)}>
            Name people
          </Button>
        )
      }
    >
      <DescriptionList
        entries={[
          ...parts.map((part) => ({
            term: words[part],
            value: <Holder role={review.roles.find(({ role }) => role === part)} />,
          })),
          {
            term: 'Attendees',
            value:
              review.frozenAt === null ? (
                <span className="text-secondary">Kept by name from the freeze on</span>
              ) : (
                <ul className="flex flex-wrap gap-x-4 gap-y-2">
                  {attendees.map((role) => (
                    <li key={`${role.says} ${role.person?.ref ?? ''}`}>
                      <Holder role={role} />
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
      {naming && <NamePeople review={review} onClose={() => setNaming(false)} />}
    </Section>
  );
}
