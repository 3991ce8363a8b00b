import { useSyncExternalStore } from 'react';

/** `system` follows the machine, by the style sheet alone. */
export type Theme = 'light' | 'dark' | 'system';

/** Rows of 34 px, or of 28. */
export type Density = 'default' | 'compact';

// public/theme.js reads the same keys before the first paint.
const themeKey = 'throughline.theme';
const densityKey = 'throughline.density';

const listeners = new Set<() => void>();

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Refused storage only means that the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme in force on this page. */
function readTheme(): Theme {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'system';
}

/** Applies a theme at once and remembers it in this browser. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  store(themeKey, theme === 'system' ? undefined : theme);
}

function readDensity(): Density {
  return document.documentElement.dataset['density'] === 'compact' ? 'compact' : 'default';
}

/** Applies a row density at once and remembers it in this browser. */
export function setDensity(density: Density): void {
  if (density === 'default') delete document.documentElement.dataset['density'];
  else document.documentElement.dataset['density'] = density;
  store(densityKey, density === 'default' ? undefined : density);
}

/** Keeps several tabs of the app alike; call once. Returns what stops it. */
export function followOtherTabs(): () => void {
  const read = (event: StorageEvent) => {
    if (event.key !== themeKey && event.key !== densityKey) return;
    const theme = stored(themeKey);
    setTheme(theme === 'light' || theme === 'dark' ? theme : 'system');
    setDensity(stored(densityKey) === 'compact' ? 'compact' : 'default');
  };
  window.addEventListener('storage', read);
  return () => window.removeEventListener('storage', read);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, readTheme);
}

export function useDensity(): Density {
  return useSyncExternalStore(subscribe, readDensity);
}
