/** The parts of a press on a link that decide who follows it. */
interface Press {
  readonly button: number;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
}

/** The parts of a link that decide it. */
interface Link {
  readonly href: string;
  readonly target: string;
  readonly download: string;
}

/**
 * The address within the app that a press should lead to without a page load, or undefined where
 * the browser should follow it: other origins, the API, new tabs, downloads, other buttons.
 */
export function addressWithin(press: Press, link: Link, origin: string): string | undefined {
  const modified = press.metaKey || press.ctrlKey || press.shiftKey || press.altKey;
  if (press.defaultPrevented || press.button !== 0 || modified) return undefined;
  if ((link.target !== '' && link.target !== '_self') || link.download !== '') return undefined;
  const url = new URL(link.href, origin);
  if (url.origin !== origin || url.pathname.startsWith('/api/')) return undefined;
  return url.pathname + url.search + url.hash;
}

/**
 * Follows every plain `<a href>` of the document by the router, so that cells, menus and texts
 * need nothing but an address. Links to a place on the same page stay the browser's.
 */
export function followLinks(go: (address: string) => void): () => void {
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest<HTMLAnchorElement>('a[href]');
    if (link === null || link.getAttribute('href')?.startsWith('#') === true) return;
    const address = addressWithin(event, link, location.origin);
    if (address === undefined) return;
    event.preventDefault();
    go(address);
  };
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}
