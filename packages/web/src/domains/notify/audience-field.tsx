import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { NotificationDetail } from './words.ts';

/** A condition on the people who are told. */
export type AudienceClause = NotificationDetail['audience'][number];

const fresh: AudienceClause = {
  contextKind: 'user',
  attribute: 'segment',
  op: 'in',
  values: [],
  negate: false,
};

const kinds = [
  { value: 'user', label: 'the person’s' },
  { value: 'account', label: 'the account’s' },
] as const;

const senses = [
  { value: 'is', label: 'is one of' },
  { value: 'is-not', label: 'is none of' },
] as const;

/** Who is meant: every condition must hold; without any, everybody. */
export function AudienceField({
  audience,
  onChange,
}: {
  readonly audience: readonly AudienceClause[];
  readonly onChange: (audience: AudienceClause[]) => void;
}) {
  const replace = (at: number, change: Partial<AudienceClause>) =>
    onChange(audience.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="font-medium">Who is meant</legend>
      {audience.length === 0 && (
        <p className="text-xs text-tertiary">Everybody whom the flag serves what is promised.</p>
      )}
      {audience.map((clause, at) => (
        <div key={at} className="grid grid-cols-[8rem_1fr_8rem_1fr_auto] items-end gap-2">
          <Select
            label="Whose"
            options={kinds}
            value={clause.contextKind === 'account' ? 'account' : 'user'}
            onValueChange={(contextKind) => replace(at, { contextKind })}
          />
          <TextField
            label="Attribute"
            value={clause.attribute}
            onValueChange={(attribute) => replace(at, { attribute })}
          />
          <Select
            label="Sense"
            options={senses}
            value={clause.negate ? 'is-not' : 'is'}
            onValueChange={(sense) => replace(at, { negate: sense === 'is-not' })}
          />
          <TextField
            label="Values"
            placeholder="general-contractor, …"
            value={clause.values.map(String).join(', ')}
            onValueChange={(text) =>
              replace(at, {
                values: text === '' ? [] : text.split(',').map((one) => one.trimStart()),
              })
            }
          />
          <IconButton
            label={`Remove condition ${at + 1}`}
            icon="trash"
            onClick={() => onChange(audience.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <div>
        <Button size="sm" icon="plus" onClick={() => onChange([...audience, fresh])}>
          Add condition
        </Button>
      </div>
    </fieldset>
  );
}
