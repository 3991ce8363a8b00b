/**
 * The address if following it can't run code or leave the web: relative ones, http, https and
 * mailto. Anything else gives undefined, and the text stands without a link.
 */
export function safeHref(href: string): string | undefined {
  let url: URL;
  try {
    url = new URL(href, 'https://relative.invalid/');
  } catch {
    return undefined;
  }
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? href : undefined;
}
