import type { ReactNode } from 'react';

export interface SwitchProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
  readonly labelHidden?: boolean | undefined;
}

/** On or off, taking effect at once. */
export function Switch({
  label,
  checked,
  onCheckedChange,
  disabled = false,
  labelHidden = false,
}: SwitchProps) {
  return (
    <label className="inline-flex items-start gap-2 pointer-coarse:min-h-row pointer-coarse:items-center">
      <input
        type="checkbox"
        role="switch"
        className="toggle-track"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onCheckedChange(event.target.checked)}
      />
      <span className={labelHidden ? 'sr-only' : 'py-0.5'}>{label}</span>
    </label>
  );
}
