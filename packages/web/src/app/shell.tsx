import { lazy, Suspense, useState, type ReactNode } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';

// Menus and dialogs bring the component library with them: it follows after the first paint.
const NavDrawer = lazy(async () => ({ default: (await import('./nav-drawer.tsx')).NavDrawer }));
const ThemeMenu = lazy(async () => ({ default: (await import('./theme-menu.tsx')).ThemeMenu }));

export interface ShellProps {
  /** The organisation whose data this is. */
  readonly organisation: string;
  /** A Sidebar that follows the path by itself, so that the shell is not drawn anew. */
  readonly sidebar: ReactNode;
  readonly onSearch: () => void;
  /** The account's menu, the bell: at the right of the bar. */
  readonly account?: ReactNode;
  /** Says for the whole page: fictional data, a moved clock, a lost connection. */
  readonly banner?: ReactNode;
  readonly children: ReactNode;
}

function Wordmark({ organisation }: { readonly organisation: string }) {
  return (
    <a href="/" className="flex min-w-0 flex-col px-4 py-2 -outline-offset-2">
      <span className="flex items-center gap-2 text-md leading-5 font-semibold">
        <svg viewBox="0 0 20 12" width="20" height="12" aria-hidden="true" className="shrink-0">
          <path d="M0 6h20" stroke="currentColor" strokeWidth="1.5" />
          <circle cx="5" cy="6" r="2.75" className="fill-paper stroke-ink" strokeWidth="1.5" />
          <circle cx="15" cy="6" r="3.5" fill="currentColor" />
        </svg>
        Throughline
      </span>
      <span className="truncate text-xs text-tertiary">{organisation}</span>
    </a>
  );
}

/** The frame of every page: where one can go, the search, the account. The page itself scrolls. */
export function Shell({ organisation, sidebar, onSearch, account, banner, children }: ShellProps) {
  const [menuOpen, setMenuOpen] = useState(false);
  return (
    <div className="min-h-dvh [--shell-top:48px] md:grid md:grid-cols-[208px_minmax(0,1fr)] print:block">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-sm bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside
        aria-label="Places"
        data-print="hide"
        className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-r border-line md:flex"
      >
        <div className="hairline-b sticky top-0 z-10 flex h-12 shrink-0 flex-col justify-center bg-paper">
          <Wordmark organisation={organisation} />
        </div>
        {sidebar}
      </aside>
      <div className="flex min-w-0 flex-col">
        <header
          data-print="hide"
          className="hairline-b sticky top-0 z-20 flex h-12 items-center gap-2 bg-paper px-4 lg:px-6"
        >
          <div className="md:hidden">
            <IconButton icon="menu" label="Open navigation" onClick={() => setMenuOpen(true)} />
          </div>
          <button
            type="button"
            onClick={onSearch}
            aria-keyshortcuts="Control+K Meta+K"
            className="control flex h-8 min-h-0! w-full max-w-96 items-center gap-2 text-tertiary"
          >
            <Icon name="search" size={14} />
            <span className="grow truncate text-left">Search or run a command</span>
            <span className="max-sm:hidden">
              <Kbd keys="mod+k" />
            </span>
          </button>
          <div className="ml-auto flex items-center gap-1">
            <Suspense fallback={<span className="size-row" />}>
              <ThemeMenu />
              {account}
            </Suspense>
          </div>
        </header>
        {banner}
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto flex w-full max-w-[1440px] min-w-0 grow flex-col gap-6 px-4 pt-5 pb-16 outline-none lg:px-6"
        >
          {children}
        </main>
      </div>
      {menuOpen && (
        <Suspense fallback={null}>
          <NavDrawer onClose={() => setMenuOpen(false)}>
            <Wordmark organisation={organisation} />
            {sidebar}
          </NavDrawer>
        </Suspense>
      )}
    </div>
  );
}
