import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { ActionContext, useActions } from './action-context.ts';
import type { Action } from './actions.ts';
import type { CommandPaletteProps } from './command-palette.tsx';
import { listenForShortcuts } from './keyboard.ts';
import { followLinks } from './link-navigation.ts';
import type { NavGroup } from './navigation.ts';
import { RoutedSidebar } from './router.tsx';
import { Shell } from './shell.tsx';
import { followOtherTabs, setTheme } from './theme.ts';

const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazy(async () => ({ default: (await loadPalette()).CommandPalette }));
const SavedViewActions = lazy(async () => ({
  default: (await import('./saved-view-actions.tsx')).SavedViewActions,
}));
const KeyHelp = lazy(async () => ({ default: (await import('./key-help.tsx')).KeyHelp }));

export interface FrameProps {
  readonly organisation: string;
  readonly nav: readonly NavGroup[];
  /** Asks the server for entities by name or reference; must be stable. */
  readonly search: CommandPaletteProps['search'];
  /** Goes to an address of the app; must be stable. */
  readonly go: (href: string) => void;
  /** The letter after `g` for an address: `{ '/initiatives': 'i' }`; must be stable. */
  readonly letters: Readonly<Record<string, string>>;
  readonly account?: ReactNode;
  readonly banner?: ReactNode;
}

/** The shell in working order: palette, shortcuts, key help, links, theme; the page inside. */
export function Frame({ organisation, nav, search, go, letters, account, banner }: FrameProps) {
  const registry = useContext(ActionContext);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);

  useEffect(() => listenForShortcuts(registry), [registry]);
  useEffect(() => followLinks(go), [go]);
  useEffect(() => followOtherTabs(), []);
  // Fetched while nobody waits, so that the first ⌘K opens at once.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1_000);
    return () => clearTimeout(timer);
  }, []);

  const actions = useMemo(
    (): readonly Action[] => [
      ...nav.flatMap((group) =>
        group.places.map((place) => ({
          id: `go ${place.href}`,
          title: place.label,
          section: 'Go to',
          keywords: group.label,
          keys: letters[place.href] === undefined ? undefined : `g ${letters[place.href]}`,
          run: () => go(place.href),
        })),
      ),
      {
        id: 'palette',
        title: 'Search or run a command',
        section: 'General',
        keys: 'mod+k',
        keyOnly: true,
        run: () => setPaletteOpen((open) => !open),
      },
      {
        id: 'keys',
        title: 'Show the keys of this page',
        section: 'General',
        keys: '?',
        run: () => setHelpOpen(true),
      },
      ...(['light', 'dark', 'system'] as const).map((theme) => ({
        id: `theme ${theme}`,
        title: theme === 'system' ? 'Theme as the system' : `Theme ${theme}`,
        section: 'Appearance',
        run: () => setTheme(theme),
      })),
    ],
    [nav, letters, go],
  );
  useActions(actions);

  return (
    <>
      <Shell
        organisation={organisation}
        sidebar={<RoutedSidebar groups={nav} />}
        onSearch={() => setPaletteOpen(true)}
        account={account}
        banner={banner}
      >
        <Outlet />
      </Shell>
      <Suspense fallback={null}>
        {paletteOpen && (
          <CommandPalette open onOpenChange={setPaletteOpen} search={search} go={go} />
        )}
        {paletteOpen && <SavedViewActions go={go} />}
        {helpOpen && <KeyHelp open onOpenChange={setHelpOpen} />}
      </Suspense>
    </>
  );
}
