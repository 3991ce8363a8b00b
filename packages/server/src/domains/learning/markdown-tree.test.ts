import { expect, test } from 'vitest';
import { liveReferences, markdownTree } from './markdown-tree.ts';
import { dueOn, shuffled } from './rules.ts';

const nothing = (kind: string, key: string) => ({ text: `${kind} ${key}`, href: null });

test('a live reference becomes a link within the text, inside emphasis too', () => {
  const text = '**{{cycle:qbr}}** is next on {{next:qbr}}.';
  expect(liveReferences(text)).toEqual([
    { kind: 'cycle', key: 'qbr' },
    { kind: 'next', key: 'qbr' },
  ]);
  const resolve = (kind: string) =>
    kind === 'cycle' ? { text: 'QBR', href: '/cycles/1' } : { text: 'not scheduled', href: null };
  expect(markdownTree(text, resolve)).toEqual([
    {
      type: 'paragraph',
      children: [
        {
          type: 'strong',
          children: [
            { type: 'link', href: '/cycles/1', children: [{ type: 'text', text: 'QBR' }] },
          ],
        },
        { type: 'text', text: ' is next on ' },
        { type: 'text', text: 'not scheduled' },
        { type: 'text', text: '.' },
      ],
    },
  ]);
});

test('raw HTML, images and addresses that run code do not get into a page', () => {
  const text = [
    '<script>alert(1)</script>',
    '',
    'a <b onclick="x">b</b> ![i](https://e.example/i.png) [run](javascript:alert) [ok](https://e.example)',
    '',
    '[away](//e.example) [in](/units)',
  ].join('\n');
  const tree = JSON.stringify(markdownTree(text, nothing));
  expect(tree).not.toMatch(/script|onclick|i\.png|"\/\/e/);
  expect(tree).toContain('"href":"https://e.example"');
  expect(tree).toContain('"href":"/units"');
});

test('a name that looks like Markdown stays a name', () => {
  const [paragraph] = markdownTree('Ask {{unit:x}}', () => ({
    text: '*[a](b)*',
    href: '/units/1',
  }));
  expect(paragraph).toMatchObject({
    children: [{ type: 'text' }, { type: 'link', children: [{ type: 'text', text: '*[a](b)*' }] }],
  });
});

test('day 1 is the start date, week 1 its seventh day, day 30 its thirtieth', () => {
  expect(dueOn('2027-02-26', 'day-1')).toBe('2027-02-26');
  expect(dueOn('2027-02-26', 'week-1')).toBe('2027-03-04');
  expect(dueOn('2027-02-26', 'day-30')).toBe('2027-03-27');
});

test('shuffling keeps every option, and one seed gives one order', () => {
  const options = ['a', 'b', 'c', 'd'];
  expect(shuffled(options, 7)).toEqual(shuffled(options, 7));
  const orders = new Set(
    Array.from({ length: 200 }, (_, seed) => shuffled(options, seed).join('')),
  );
  expect([...orders].every((order) => order.split('').toSorted().join('') === 'abcd')).toBe(true);
  expect(orders.size).toBeGreaterThan(12);
});
