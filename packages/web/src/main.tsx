import { QueryClient } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionGate } from './access/session-gate.tsx';
import { call } from './api/call.ts';
import { entityAddress, kindWords } from './api/entity-address.ts';
import { followLive } from './api/live.ts';
import { App } from './app/app.tsx';
import { domains } from './app/domains.ts';
import { EntitySections, type EntitySection } from './entity/entity-sections.ts';
import { followHeading } from './app/document-title.ts';
import type { PaletteResult } from './app/palette-entry.ts';
import './main.css';

const nav = domains.map(({ label, places }) => ({
  label: label === '' ? undefined : label,
  places: places.map((place) => ({ label: place.label, href: place.href })),
}));

const sections: Record<string, EntitySection[]> = {};
for (const domain of domains) {
  for (const [kind, section] of Object.entries(domain.sections ?? {})) {
    (sections[kind] ??= []).push(section);
  }
}

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

// Only where everything is fictional.
const RehearsalBanner = lazy(async () => ({
  default: (await import('./home/rehearsal-banner.tsx')).RehearsalBanner,
}));

const queries = new QueryClient();

function SignedIn({
  organisation,
  rehearsal,
}: {
  readonly organisation: string;
  readonly rehearsal: boolean;
}) {
  useEffect(() => followLive(queries), []);
  return (
    <EntitySections value={sections}>
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
        banner={
          rehearsal && (
            <Suspense fallback={null}>
              <RehearsalBanner />
            </Suspense>
          )
        }
        pages={(root) => domains.flatMap(({ pages }) => pages(root))}
        queries={queries}
      />
    </EntitySections>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');

followHeading();
createRoot(root).render(
  <StrictMode>
    <SessionGate>
      {(organisation, rehearsal) => <SignedIn organisation={organisation} rehearsal={rehearsal} />}
    </SessionGate>
  </StrictMode>,
);
