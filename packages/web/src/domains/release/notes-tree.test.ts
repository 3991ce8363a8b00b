import { expect, test } from 'vitest';
import { notesTree } from './notes-tree.ts';

test('notes become headings and points; the version’s own heading is the page’s', () => {
  const notes = [
    '## 1.4.0 (2026-11-23)',
    '',
    '### Features',
    '',
    '- **cart:** count `items` once (0a1b2c3, #12)',
    '- say \\*when\\* (4d5e6f7)',
    '',
  ].join('\n');
  expect(notesTree(notes)).toEqual([
    { type: 'heading', level: 1, children: [{ type: 'text', text: 'Features' }] },
    {
      type: 'list',
      ordered: false,
      items: [
        [
          {
            type: 'paragraph',
            children: [
              { type: 'strong', children: [{ type: 'text', text: 'cart:' }] },
              { type: 'text', text: ' count ' },
              { type: 'code', text: 'items' },
              { type: 'text', text: ' once (0a1b2c3, #12)' },
            ],
          },
        ],
        [{ type: 'paragraph', children: [{ type: 'text', text: 'say *when* (4d5e6f7)' }] }],
      ],
    },
  ]);
});

test('the note of a breaking change stays within its point', () => {
  const notes = '### Breaking changes\n\n- drop v1 (0a1b2c3)\n\n  Use v2.\n  It is faster.\n';
  expect(notesTree(notes).at(1)).toEqual({
    type: 'list',
    ordered: false,
    items: [
      [
        { type: 'paragraph', children: [{ type: 'text', text: 'drop v1 (0a1b2c3)' }] },
        { type: 'paragraph', children: [{ type: 'text', text: 'Use v2. It is faster.' }] },
      ],
    ],
  });
});

test('markup that a commit message brings stays text', () => {
  expect(notesTree('- \\<img src=x> [a](b)')).toEqual([
    {
      type: 'list',
      ordered: false,
      items: [[{ type: 'paragraph', children: [{ type: 'text', text: '<img src=x> [a](b)' }] }]],
    },
  ]);
});
