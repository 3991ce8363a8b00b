import { CodeBlock } from '../ui/code-block.tsx';
import { LogView, type LogLine } from '../ui/log-view.tsx';
import { Markdown } from '../ui/markdown.tsx';
import type { MarkdownBlock } from '../ui/markdown-node.ts';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

const text: readonly MarkdownBlock[] = [
  { type: 'heading', level: 1, children: [{ type: 'text', text: 'Why' }] },
  {
    type: 'paragraph',
    children: [
      { type: 'text', text: 'Crews ' },
      { type: 'strong', children: [{ type: 'text', text: 'lose mark-ups' }] },
      { type: 'text', text: ' below ground; see ' },
      { type: 'link', href: '/feedback', children: [{ type: 'text', text: 'what they say' }] },
      { type: 'text', text: ' and ' },
      { type: 'code', text: 'drawings.sync' },
      { type: 'text', text: '.' },
    ],
  },
  {
    type: 'list',
    ordered: false,
    items: [
      [{ type: 'paragraph', children: [{ type: 'text', text: 'Open without a connection' }] }],
      [{ type: 'paragraph', children: [{ type: 'text', text: 'Merge on return' }] }],
    ],
  },
  {
    type: 'quote',
    children: [{ type: 'paragraph', children: [{ type: 'text', text: 'It was simply gone.' }] }],
  },
];

const lines: readonly LogLine[] = Array.from({ length: 400 }, (_, index) => ({
  sequence: index,
  time: `09:05:${String(index % 60).padStart(2, '0')}`,
  text: index === 398 ? 'probe /healthz gave 503' : `step ${index}: pulling layer ${index * 17}`,
  stream: index === 398 ? 'error' : index === 399 ? 'note' : 'out',
}));

export function TextKit() {
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Section title="Text">
        <Markdown nodes={text} baseLevel={3} />
        <CodeBlock label="pipeline.yaml" code={'stages:\n  - name: canary\n    soak: 15m\n'} />
      </Section>
      <Section title="Log">
        <LogView label="Step: migrate" lines={lines} live height={220} />
        <Skeleton lines={3} />
      </Section>
    </div>
  );
}
