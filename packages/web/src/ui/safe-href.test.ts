import { expect, test } from 'vitest';
import { safeHref } from './safe-href.ts';

test('addresses of the web, of mail and of the app itself are followed', () => {
  for (const href of ['https://example.com/a', '/initiatives/1', '#top', 'mailto:a@example.com']) {
    expect(safeHref(href)).toBe(href);
  }
});

test('an address that would run code is not followed, however it is written', () => {
  const written = ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'java\nscript:alert(1)'];
  for (const href of [...written, 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd']) {
    expect(safeHref(href)).toBeUndefined();
  }
});
