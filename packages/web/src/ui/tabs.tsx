import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabChoice<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number | undefined;
}

export interface TabsProps<Id extends string> {
  /** What the tabs are parts of. */
  readonly label: string;
  readonly tabs: readonly TabChoice<Id>[];
  /** The present tab; keep it in the URL and hand it in. */
  readonly value: Id;
  readonly onValueChange: (id: Id) => void;
  /** The content of the present tab. */
  readonly children: ReactNode;
}

/** Views of one thing, one at a time; a datum line marks the present one. */
export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onValueChange,
  children,
}: TabsProps<Id>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.id === next);
        if (chosen !== undefined) onValueChange(chosen.id);
      }}
    >
      <Base.List
        aria-label={label}
        className="relative hairline-b flex gap-4 overflow-x-auto overflow-y-hidden"
        data-print="hide"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.id}
            value={tab.id}
            className="-mb-px flex min-h-row items-center gap-1.5 border-b-2 border-transparent whitespace-nowrap text-secondary -outline-offset-2 hover:text-ink data-active:border-accent data-active:font-medium data-active:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="figures text-xs font-normal text-tertiary">{tab.count}</span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel key={value} value={value} className="pt-4 outline-offset-4">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
