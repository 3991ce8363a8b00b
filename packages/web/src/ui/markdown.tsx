import { CodeBlock } from './code-block.tsx';
import type { MarkdownBlock, MarkdownInline } from './markdown-node.ts';
import { safeHref } from './safe-href.ts';
import { TextLink } from './text-link.tsx';

function InlineNode({ node }: { readonly node: MarkdownInline }) {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'code':
      return <code className="rounded-sm bg-sunken px-1 font-mono text-[0.92em]">{node.text}</code>;
    case 'strong':
      return (
        <strong className="font-semibold">
          <Inline nodes={node.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inline nodes={node.children} />
        </em>
      );
    case 'link': {
      const href = safeHref(node.href);
      const inside = <Inline nodes={node.children} />;
      return href === undefined ? (
        <span>{inside}</span>
      ) : (
        <TextLink href={href} rel="noopener noreferrer">
          {inside}
        </TextLink>
      );
    }
  }
}

function Inline({ nodes }: { readonly nodes: readonly MarkdownInline[] }) {
  return nodes.map((node, index) => <InlineNode key={index} node={node} />);
}

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'] as const;

function Block({ node, base }: { readonly node: MarkdownBlock; readonly base: number }) {
  switch (node.type) {
    case 'paragraph':
      return (
        <p>
          <Inline nodes={node.children} />
        </p>
      );
    case 'heading': {
      const depth = Math.max(0, Math.min(headings.length - 1, node.level - 1 + base - 2));
      const Heading = headings[depth] ?? 'h6';
      return (
        <Heading className={node.level <= 2 ? 'mt-2 text-md font-semibold' : 'mt-1 font-semibold'}>
          <Inline nodes={node.children} />
        </Heading>
      );
    }
    case 'list': {
      const List = node.ordered ? 'ol' : 'ul';
      return (
        <List className={`flex flex-col gap-1 pl-6 ${node.ordered ? 'list-decimal' : 'list-disc'}`}>
          {node.items.map((blocks, index) => (
            <li key={index}>
              <Blocks nodes={blocks} base={base} />
            </li>
          ))}
        </List>
      );
    }
    case 'quote':
      return (
        <blockquote className="flex flex-col gap-2 border-l-2 border-line pl-3 text-secondary">
          <Blocks nodes={node.children} base={base} />
        </blockquote>
      );
    case 'codeBlock':
      return <CodeBlock code={node.text} label={node.language ?? 'Code'} />;
    case 'rule':
      return <hr className="border-line" />;
  }
}

function Blocks({
  nodes,
  base,
}: {
  readonly nodes: readonly MarkdownBlock[];
  readonly base: number;
}) {
  return nodes.map((node, index) => <Block key={index} node={node} base={base} />);
}

export interface MarkdownProps {
  readonly nodes: readonly MarkdownBlock[];
  /** The page level that a first-level heading of the text gets; 2 by default. */
  readonly baseLevel?: number | undefined;
}

/** Text of people from a tree of allowed nodes. There is no way for markup to come through. */
export function Markdown({ nodes, baseLevel = 2 }: MarkdownProps) {
  return (
    <div className="flex max-w-prose flex-col gap-2 break-words">
      <Blocks nodes={nodes} base={baseLevel} />
    </div>
  );
}
