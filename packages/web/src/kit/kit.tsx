/**
 * Every component in every state, for development and for the accessibility check. It is served
 * by the development server at /kit.html and is no part of the build.
 */
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ActionContext, useActions } from '../app/action-context.ts';
import { createActionRegistry, type Action } from '../app/actions.ts';
import { CommandPalette } from '../app/command-palette.tsx';
import { KeyHelp } from '../app/key-help.tsx';
import { Shell } from '../app/shell.tsx';
import { Sidebar } from '../app/sidebar.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { UiProvider } from '../ui/ui-provider.tsx';
import '../ui/styles/index.css';
import { ChartKit } from './chart-kit.tsx';
import { DataKit } from './data-kit.tsx';
import { EntityKit } from './entity-kit.tsx';
import { FieldKit } from './field-kit.tsx';
import { OverlayKit } from './overlay-kit.tsx';
import { TableKit } from './table-kit.tsx';
import { TextKit } from './text-kit.tsx';

const nav = [
  {
    places: [
      { label: 'Home', href: '/', waiting: 7 },
      { label: 'Search', href: '/search' },
    ],
  },
  {
    label: 'Strategy',
    places: [
      { label: 'Plan', href: '/plans' },
      { label: 'Objectives', href: '/objectives' },
      { label: 'Initiatives', href: '/initiatives' },
      { label: 'Roadmap', href: '/roadmap' },
    ],
  },
  {
    label: 'Delivery and release',
    places: [
      { label: 'Board', href: '/board' },
      { label: 'Changes', href: '/changes' },
      { label: 'Deployments', href: '/deployments', waiting: 1 },
      { label: 'Flags', href: '/flags' },
    ],
  },
  {
    label: 'Organisation',
    places: [
      { label: 'Chart', href: '/chart' },
      { label: 'Directory', href: '/directory' },
    ],
  },
];

const actions: readonly Action[] = [
  { id: '1', title: 'Home', section: 'Go to', keys: 'g h', run: () => undefined },
  { id: '2', title: 'Initiatives', section: 'Go to', keys: 'g i', run: () => undefined },
  { id: '3', title: 'Deployments', section: 'Go to', keys: 'g d', run: () => undefined },
  { id: '4', title: 'Create initiative', section: 'Strategy', keys: 'c', run: () => undefined },
  { id: '5', title: 'Check in a key result', section: 'Strategy', run: () => undefined },
];

const search = async (query: string) =>
  ['Offline drawings', 'Offline punch list', 'Offline sync conflicts']
    .filter((title) => title.toLowerCase().includes(query.toLowerCase()))
    .map((title) => ({ id: title, title, kind: 'Initiative', href: '/initiatives' }));

function Kit() {
  useActions(actions);
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  return (
    <Shell
      organisation="Product & Technology"
      sidebar={<Sidebar groups={nav} path="/initiatives/ini_1" />}
      onSearch={() => setPalette(true)}
      account={
        <>
          <IconButton icon="keyboard" label="Keys" onClick={() => setHelp(true)} />
          <Avatar name="Reader One" size="md" />
        </>
      }
    >
      <EntityKit />
      <PageHeader
        title="Kit"
        description="Every component of the interface in every state that it has."
        trail={[
          { label: 'Organisation', href: '/org' },
          { label: 'Engineering', href: '/org/engineering' },
        ]}
      />
      <TableKit />
      <DataKit />
      <ChartKit />
      <FieldKit />
      <OverlayKit />
      <TextKit />
      <CommandPalette
        open={palette}
        onOpenChange={setPalette}
        search={search}
        go={() => undefined}
      />
      <KeyHelp open={help} onOpenChange={setHelp} />
    </Shell>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');

createRoot(root).render(
  <StrictMode>
    <ActionContext value={createActionRegistry()}>
      <UiProvider>
        <Kit />
      </UiProvider>
    </ActionContext>
  </StrictMode>,
);
