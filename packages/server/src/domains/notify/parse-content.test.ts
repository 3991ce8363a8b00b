import type { MessageContent } from '@throughline/contract';
import { expect, test } from 'vitest';
import { parseContent } from './parse-content.ts';

const bodyOf = (markdown: string) => parseContent('A title', markdown).body;
const text = (value: string) => ({ type: 'text', text: value });

test('paragraphs, marks, links and breaks become the tree that widgets draw', () => {
  expect(
    bodyOf(
      'Plan **crews** by *week*, see [the guide](https://docs.example/a_b "t").\n\nTwo\\\nlines',
    ),
  ).toEqual([
    {
      type: 'paragraph',
      children: [
        text('Plan '),
        { type: 'strong', children: [text('crews')] },
        text(' by '),
        { type: 'emphasis', children: [text('week')] },
        text(', see '),
        { type: 'link', href: 'https://docs.example/a_b', children: [text('the guide')] },
        text('.'),
      ],
    },
    { type: 'paragraph', children: [text('Two'), { type: 'break' }, text(' lines')] },
  ]);
});

test('lists keep their points, and a list inside a point adds its own', () => {
  expect(bodyOf('- one\n- two\n  - three\n\nAfter')).toEqual([
    {
      type: 'list',
      ordered: false,
      children: [
        { type: 'item', children: [text('one')] },
        { type: 'item', children: [text('two')] },
        { type: 'item', children: [text('three')] },
      ],
    },
    { type: 'paragraph', children: [text('After')] },
  ]);
  expect(bodyOf('1. first\n2. `code`')).toMatchObject([
    {
      type: 'list',
      ordered: true,
      children: [{}, { children: [{ type: 'code', children: [text('code')] }] }],
    },
  ]);
});

const everyText = (node: unknown): string => {
  if (typeof node !== 'object' || node === null) return '';
  if (Array.isArray(node)) return node.map(everyText).join('');
  if ('text' in node) return String(node.text);
  return 'children' in node ? everyText(node.children) : '';
};

const types = (content: MessageContent) =>
  new Set([...JSON.stringify(content).matchAll(/"type":"(\w+)"/g)].map(([, type]) => type));

test.each([
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<div>\n\n# Not a heading\n\n</div>',
  '![image](https://evil.example/pixel.png)',
  '```js\nalert(1)\n```',
  '> quoted\n\n---\n\nTitle\n=====',
  '&lt;script&gt; &#x3c;b&#x3e;',
])('%s stays text', (markdown) => {
  const content = parseContent('A title', markdown);
  const allowed = new Set([
    'paragraph',
    'text',
    'link',
    'code',
    'list',
    'item',
    'emphasis',
    'break',
  ]);
  expect(types(content).isSubsetOf(allowed)).toBe(true);
  expect(everyText(content.body)).not.toBe('');
});

test('HTML is the characters that it is written in', () => {
  expect(bodyOf('<img src=x onerror=alert(1)>')).toEqual([
    { type: 'paragraph', children: [text('<img src=x onerror=alert(1)>')] },
  ]);
});

test.each([
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](data:text/html,x)',
  '[a](//evil.example)',
  '[a](&#106;avascript:alert(1))',
  '[a](<java\nscript:alert(1)>)[b](vbscript:x)',
])('refuses the link in %s', (markdown) => {
  expect(() => parseContent('A title', markdown)).toThrow(/cannot be followed/);
});

test('an automatic link of another scheme stays text', () => {
  expect(types(parseContent('A title', '<javascript:alert(1)>'))).toEqual(
    new Set(['paragraph', 'text']),
  );
});

test('what a widget would not show is refused', () => {
  expect(() => parseContent('A title', 'word '.repeat(2001))).toThrow(/too long/);
  expect(() => parseContent('A title', '*a* '.repeat(120))).toThrow(/too long/);
});
