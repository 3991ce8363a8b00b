import { QueryClient } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionGate } from './access/session-gate.tsx';
import { call } from './api/call.ts';
import { entityAddress, kindWords } from './api/entity-address.ts';
import { followLive } from './api/live.ts';
import type { WebDomain } from './api/web-domain.ts';
import { App } from './app/app.tsx';
import { followHeading } from './app/document-title.ts';
import type { PaletteResult } from './app/palette-entry.ts';
import { catalog } from './domains/catalog/index.ts';
import { delivery } from './domains/delivery/index.ts';
import { learning } from './domains/learning/index.ts';
import { engagement } from './domains/engagement/index.ts';
import { operations } from './domains/operations/index.ts';
import { launch } from './domains/launch/index.ts';
import { flags } from './domains/flags/index.ts';
import { notify } from './domains/notify/index.ts';
import { org } from './domains/org/index.ts';
import { rhythm } from './domains/rhythm/index.ts';
import { strategy } from './domains/strategy/index.ts';
import { home } from './home/pages.ts';
import './main.css';

// In the order of the line, from what we bet on to who hears of it; then who we are.
const domains: readonly WebDomain[] = [
  home,
  rhythm,
  strategy,
  catalog,
  delivery,
  flags,
  notify,
  launch,
  engagement,
  operations,
  learning,
  org,
];

const nav = domains.map(({ label, places }) => ({
  label: label === '' ? undefined : label,
  places: places.map((place) => ({ label: place.label, href: place.href })),
}));

const letters = Object.fromEntries(
  domains.flatMap(({ places }) =>
    places.flatMap(({ href, letter }) => (letter === undefined ? [] : [[href, letter]])),
  ),
);

async function search(query: string, signal: AbortSignal): Promise<readonly PaletteResult[]> {
  const { items } = await call('entities.search', { query: { q: query, limit: 12 } }, signal);
  return items.map((item) => ({
    id: item.ref,
    title: item.title,
    kind: kindWords(item.kind),
    href: entityAddress(item.ref),
    detail: item.summary.slice(0, 80),
  }));
}

// Menus are no part of the first paint.
const AccountMenu = lazy(async () => ({
  default: (await import('./access/account-menu.tsx')).AccountMenu,
}));

const queries = new QueryClient();

function SignedIn({ organisation }: { readonly organisation: string }) {
  useEffect(() => followLive(queries), []);
  return (
    <App
      organisation={organisation}
      nav={nav}
      letters={letters}
      search={search}
      account={
        <Suspense fallback={null}>
          <AccountMenu />
        </Suspense>
      }
      pages={(root) => domains.flatMap(({ pages }) => pages(root))}
      queries={queries}
    />
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');

followHeading();
createRoot(root).render(
  <StrictMode>
    <SessionGate>{(organisation) => <SignedIn organisation={organisation} />}</SessionGate>
  </StrictMode>,
);
