import type { MessageContent, MessageInline } from '@throughline/contract';
import type { ReactNode } from 'react';

function Inline({ node }: { readonly node: MessageInline }): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'strong':
      return <strong>{inline(node.children)}</strong>;
    case 'emphasis':
      return <em>{inline(node.children)}</em>;
    case 'code':
      return <code>{inline(node.children)}</code>;
    case 'link':
      return (
        <a className="link" href={node.href} target="_blank" rel="noreferrer">
          {inline(node.children)}
        </a>
      );
  }
}

function inline(nodes: readonly MessageInline[]): ReactNode {
  return nodes.map((node, at) => <Inline key={at} node={node} />);
}

/** A message as the widget draws it, in words and shape. */
export function MessagePreview({
  content,
  action,
}: {
  readonly content: MessageContent;
  readonly action: string | undefined;
}) {
  return (
    <div className="flex flex-col gap-2 rounded-sm border border-line bg-surface px-4 py-3">
      <p className="font-semibold">{content.title === '' ? 'Its title' : content.title}</p>
      {content.body.map((block, at) =>
        block.type === 'paragraph' ? (
          <p key={at}>{inline(block.children)}</p>
        ) : (
          <ul key={at} className={block.ordered ? 'list-decimal pl-5' : 'list-disc pl-5'}>
            {block.children.map((entry, index) => (
              <li key={index}>{inline(entry.children)}</li>
            ))}
          </ul>
        ),
      )}
      {action !== undefined && action !== '' && <p className="link w-fit font-medium">{action}</p>}
    </div>
  );
}
