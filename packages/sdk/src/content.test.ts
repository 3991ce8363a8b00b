import { expect, test } from 'vitest';
import { contentLimits, isContent, safeAddress } from './content.ts';

const base = 'https://app.example/projects/7';
const text = (value: string): object => ({ type: 'text', text: value });
const paragraph = (...children: unknown[]): object => ({ type: 'paragraph', children });
const withBody = (...body: unknown[]): object => ({ title: 'Title', body });

test.each([
  [
    'every node that the protocol names',
    withBody(
      paragraph(
        text('a'),
        { type: 'break' },
        { type: 'strong', children: [{ type: 'emphasis', children: [text('b')] }] },
      ),
      {
        type: 'list',
        ordered: true,
        children: [{ type: 'item', children: [{ type: 'code', children: [text('c')] }] }],
      },
      paragraph({ type: 'link', href: 'mailto:help@app.example', children: [text('d')] }),
    ),
  ],
  ['no body at all', withBody()],
])('content with %s is accepted', (_, content) => {
  expect(isContent(content)).toBe(true);
});

test.each([
  ['an unknown node', withBody(paragraph({ type: 'image', src: '/x' }))],
  ['a name from the prototype', withBody({ type: 'constructor', children: [] })],
  ['text where a block belongs', withBody(text('a'))],
  ['a block inside a paragraph', withBody(paragraph(paragraph(text('a'))))],
  [
    'a link inside a link',
    withBody(
      paragraph({ type: 'link', href: '/', children: [{ type: 'link', href: '/', children: [] }] }),
    ),
  ],
  [
    'a link that runs code',
    withBody(paragraph({ type: 'link', href: 'javascript:alert(1)', children: [] })),
  ],
  ['text that is no string', withBody(paragraph({ type: 'text', text: ['a'] }))],
  ['children that are no list', withBody({ type: 'paragraph', children: 'a' })],
  ['an empty title', { title: ' ', body: [] }],
  ['a title that is no string', { title: { toString: 'x' }, body: [] }],
  [
    'too many nodes',
    withBody(...Array.from({ length: contentLimits.nodes + 1 }, () => paragraph())),
  ],
  ['too much text', withBody(paragraph(text('a'.repeat(contentLimits.text)), text('b')))],
  ['nothing', null],
])('content with %s is refused as a whole', (_, content) => {
  expect(isContent(content)).toBe(false);
});

test('content nested deeper than allowed is refused', () => {
  const nested = (levels: number): object =>
    levels === 0 ? text('a') : { type: 'strong', children: [nested(levels - 1)] };
  // The body is level 1, the paragraph's children level 2, those of n nested nodes level 2 + n.
  expect(isContent(withBody(paragraph(nested(contentLimits.depth - 2))))).toBe(true);
  expect(isContent(withBody(paragraph(nested(contentLimits.depth - 1))))).toBe(false);
});

test.each([
  ['javascript:alert(1)'],
  ['JaVaScRiPt:alert(1)'],
  ['java\nscript:alert(1)'],
  ['\u0001javascript:alert(1)'],
  ['data:text/html,<script>1</script>'],
  ['vbscript:x'],
  ['blob:https://app.example/1'],
  ['http://'],
  [['/']],
])('%j is no address to follow', (address) => {
  expect(safeAddress(address, base, true)).toBe(null);
});

test('addresses are resolved against the page', () => {
  expect(safeAddress('/resources', base)).toBe('https://app.example/resources');
  expect(safeAddress('https://docs.example', base)).toBe('https://docs.example/');
  expect(safeAddress('mailto:a@b.example', base)).toBe(null);
  expect(safeAddress('mailto:a@b.example', base, true)).toBe('mailto:a@b.example');
});
