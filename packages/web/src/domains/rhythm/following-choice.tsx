import { RadioGroup } from '../../ui/radio-group.tsx';

/** Whether something is done to one review, or to all that follow it too. */
export function FollowingChoice({
  hint,
  value,
  onValueChange,
}: {
  readonly hint: string;
  readonly value: boolean;
  readonly onValueChange: (value: boolean) => void;
}) {
  return (
    <RadioGroup
      label="Which"
      options={[
        { value: 'one', label: 'Only this review' },
        { value: 'all', label: 'This and all that follow in its cadence', hint },
      ]}
      value={value ? 'all' : 'one'}
      onValueChange={(which) => onValueChange(which === 'all')}
    />
  );
}
