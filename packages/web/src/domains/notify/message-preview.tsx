import type { MessageContent, MessageInline } from '@throughline/contract';
import type { ReactNode } from 'react';

function inline(nodes: readonly MessageInline[]): ReactNode {
  return nodes.map((node, at) => {
    switch (node.type) {
      case 'text':
        return node.text;
      case 'break':
        return <br key={at} />;
      case 'strong':
        return <strong key={at}>{inline(node.children)}</strong>;
      case 'emphasis':
        return <em key={at}>{inline(node.children)}</em>;
      case 'code':
        return <code key={at}>{inline(node.children)}</code>;
      case 'link':
        return (
          <a key={at} className="link" href={node.href} target="_blank" rel="noreferrer">
            {inline(node.children)}
          </a>
        );
    }
  });
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
      {action !== undefined && action !== '' && (
        <p className="link w-fit font-medium">{action}</p>
      )}
    </div>
  );
}
