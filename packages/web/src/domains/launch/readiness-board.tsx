import type { Readiness } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Section } from '../../ui/section.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { ItemDialog, type Item, type ItemAct } from './item-dialog.tsx';
import { Verdict } from './verdict.tsx';

const columns: readonly TableColumn<Item>[] = [
  {
    id: 'title',
    header: 'Item',
    cell: (item) => <span className="font-medium">{item.title}</span>,
    width: '14rem',
  },
  { id: 'priority', header: 'Priority', cell: (item) => item.priority, width: '5rem' },
  {
    id: 'state',
    header: 'State',
    cell: (item) => <EntityStatus state={item.state} plain />,
    width: '8rem',
  },
  {
    id: 'evidence',
    header: 'Evidence',
    cell: (item) => (
      <span className="flex flex-col gap-0.5 py-1 whitespace-normal">
        <span>{item.says}</span>
        <EntityLinks entities={item.records} />
        {item.address !== null && <TextLink href={item.address}>{item.address}</TextLink>}
        {item.mitigation !== '' && <span className="text-secondary">{item.mitigation}</span>}
      </span>
    ),
  },
  {
    id: 'owner',
    header: 'Owner',
    cell: (item) => item.owner?.name ?? item.role.replaceAll('-', ' '),
    width: '11rem',
  },
];

/** What has to be ready, by phase, each item with its evidence and what can be done about it. */
export function ReadinessBoard({ readiness }: { readonly readiness: Readiness }) {
  const reopen = useWrite('launch.reopenReadinessItem');
  const [open, setOpen] = useState<{ item: Item; act: ItemAct } | null>(null);
  const actsOf = (item: Item) => {
    const acts: ItemAct[] = [];
    if (item.byHand && item.state !== 'met') acts.push('confirm');
    const lacking = item.state === 'missing' || item.state === 'impossible';
    if (lacking && item.priority === 'P1') acts.push('waive');
    if (lacking) acts.push('mitigate');
    return acts;
  };
  const words = { confirm: 'Confirm', waive: 'Do without', mitigate: 'Say what is done about it' };
  const withActs: readonly TableColumn<Item>[] = [
    ...columns,
    {
      id: 'acts',
      header: 'Acts',
      headerHidden: true,
      align: 'end',
      width: '3rem',
      cell: (item) => {
        const back = item.confirmed !== null || item.state === 'waived';
        const acts = [
          ...actsOf(item).map((act) => ({
            label: words[act],
            onSelect: () => setOpen({ item, act }),
          })),
          ...(back
            ? [{ label: 'Take back', onSelect: () => reopen.mutate({ params: { id: item.ref } }) }]
            : []),
        ];
        return acts.length === 0 ? null : (
          <Menu
            trigger={<IconButton label={`Acts on ${item.title}`} icon="more" size="sm" />}
            groups={[{ acts }]}
          />
        );
      },
    },
  ];
  return (
    <Section title="Readiness">
      <p className="mb-3 flex flex-wrap items-center gap-2">
        <Verdict of={readiness.verdict} /> {readiness.says}
      </p>
      {reopen.error && <ErrorState problem={shownProblem(reopen.error)} compact />}
      <div className="flex flex-col gap-4">
        {readiness.phases.map((phase) => (
          <Section
            key={phase.key}
            level={3}
            title={phase.title}
            note={
              <>
                due <PlainDate date={phase.dueOn} />
              </>
            }
          >
            <Table
              label={phase.title}
              columns={withActs}
              rows={phase.items}
              rowKey={(item) => item.ref}
              rowName={(item) => item.title}
            />
          </Section>
        ))}
      </div>
      {open && <ItemDialog item={open.item} act={open.act} onClose={() => setOpen(null)} />}
    </Section>
  );
}
