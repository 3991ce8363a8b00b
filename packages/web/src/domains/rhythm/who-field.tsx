import { useList, useRead } from '../../api/use-operation.ts';
import { Select } from '../../ui/select.tsx';
import type { Cycle } from './rhythm-types.ts';

/** Who leads, decides or attends, by post and unit. */
export type Who = Cycle['template']['ledBy'];

const forms = [
  { value: 'position', label: 'Who holds a post' },
  { value: 'unit', label: 'A unit as a body' },
  { value: 'headOf', label: 'The head of a unit' },
  { value: 'headsUnder', label: 'The heads of the units under' },
  { value: 'membersOf', label: 'The members of a unit' },
  { value: 'rotation', label: 'The members of a unit, in turn' },
  { value: 'ownersOf', label: 'Whoever owns what it is about' },
  { value: 'teamRole', label: 'A part in the team' },
] as const;

type Form = (typeof forms)[number]['value'];

const teamRoles = [
  { value: 'facilitator', label: 'Facilitator' },
  { value: 'product-owner', label: 'Product owner' },
  { value: 'team', label: 'The whole team' },
] as const;

const formOf = (who: Who): Form => forms.find(({ value }) => value in who)?.value ?? 'headOf';
const keyOf = (who: Who): string => Object.values(who)[0] ?? '';

/** A `Who` of a form with what it names. */
function whoOf(form: Form, key: string): Who {
  switch (form) {
    case 'position':
      return { position: key };
    case 'unit':
      return { unit: key };
    case 'headOf':
      return { headOf: key };
    case 'headsUnder':
      return { headsUnder: key };
    case 'membersOf':
      return { membersOf: key };
    case 'rotation':
      return { rotation: key };
    case 'ownersOf':
      return { ownersOf: '$subject' };
    case 'teamRole':
      return { teamRole: teamRoles.find(({ value }) => value === key)?.value ?? 'team' };
  }
}

/** Says who is meant without naming anybody: a post, a unit, or a part in the team. */
export function WhoField({
  label,
  value,
  onValueChange,
  error,
}: {
  readonly label: string;
  readonly value: Who;
  readonly onValueChange: (value: Who) => void;
  readonly error?: string | undefined;
}) {
  const units = useRead('org.listUnits', {});
  const posts = useList('org.listLeaderships', { query: { limit: 200 } });
  const form = formOf(value);
  const key = keyOf(value);
  const choices =
    form === 'position'
      ? posts.items.map((post) => ({ value: post.key, label: `${post.title}, ${post.unit.name}` }))
      : form === 'teamRole'
        ? teamRoles
        : [
            { value: '$unit', label: 'The cadence’s own unit' },
            ...(units.data?.items ?? []).map((unit) => ({ value: unit.key, label: unit.name })),
          ];
  const usual = { position: posts.items[0]?.key ?? '', teamRole: 'team' } as const;
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <Select
        label={label}
        options={forms}
        value={form}
        error={error}
        onValueChange={(next) =>
          onValueChange(
            whoOf(next, next === 'position' || next === 'teamRole' ? usual[next] : '$unit'),
          )
        }
      />
      {form !== 'ownersOf' && (
        <Select
          label={`${label}: which`}
          options={
            choices.some((choice) => choice.value === key)
              ? choices
              : [...choices, { value: key, label: key }]
          }
          value={key}
          onValueChange={(next) => onValueChange(whoOf(form, next))}
        />
      )}
    </div>
  );
}
