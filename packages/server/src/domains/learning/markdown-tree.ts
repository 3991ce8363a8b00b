import type { BlockNode, TextNode } from '@throughline/contract';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** A live reference in a text, `{{unit:engineering}}`. */
export interface LiveReference {
  readonly kind: string;
  readonly key: string;
}

/** What a live reference becomes: text, and where it leads. */
export interface Resolved {
  readonly text: string;
  readonly href: string | null;
}

const reference = /\{\{([a-z]+):([a-z0-9-]+)\}\}/g;

/** Every live reference of a text, each once. */
export function liveReferences(text: string): LiveReference[] {
  const found = new Map<string, LiveReference>();
  for (const [whole, kind = '', key = ''] of text.matchAll(reference))
    found.set(whole, { kind, key });
  return [...found.values()];
}

type Tree = ReturnType<typeof fromMarkdown>;
type Node = Tree['children'][number];
type Resolve = (kind: string, key: string) => Resolved;

/**
 * A Markdown text (CommonMark) as the tree that pages show, its live references filled in. Raw HTML,
 * images and definitions are dropped; a link keeps only an address of http, https, mailto or one
 * within the application.
 */
export function markdownTree(text: string, resolve: Resolve): BlockNode[] {
  return blocks(fromMarkdown(text).children, resolve);
}

function blocks(nodes: readonly Node[], resolve: Resolve): BlockNode[] {
  return nodes.flatMap((node) => block(node, resolve));
}

function block(node: Node, resolve: Resolve): BlockNode[] {
  switch (node.type) {
    case 'paragraph':
      return [{ type: 'paragraph', children: inline(node.children, resolve) }];
    case 'heading':
      return [{ type: 'heading', level: node.depth, children: inline(node.children, resolve) }];
    case 'list':
      return [
        {
          type: 'list',
          ordered: node.ordered ?? false,
          items: node.children.map((item) => blocks(item.children, resolve)),
        },
      ];
    case 'blockquote':
      return [{ type: 'quote', children: blocks(node.children, resolve) }];
    case 'code':
      return [
        { type: 'codeBlock', text: node.value, ...(node.lang ? { language: node.lang } : {}) },
      ];
    case 'thematicBreak':
      return [{ type: 'rule' }];
    default:
      return [];
  }
}

function inline(nodes: readonly Node[], resolve: Resolve): TextNode[] {
  return nodes.flatMap((node): TextNode[] => {
    switch (node.type) {
      case 'text':
        return filledIn(node.value, resolve);
      case 'strong':
      case 'emphasis':
        return [{ type: node.type, children: inline(node.children, resolve) }];
      case 'inlineCode':
        return [{ type: 'code', text: node.value }];
      case 'break':
        return [{ type: 'break' }];
      case 'link': {
        const children = inline(node.children, resolve);
        return isSafe(node.url) ? [{ type: 'link', href: node.url, children }] : children;
      }
      default:
        return [];
    }
  });
}

function isSafe(address: string): boolean {
  return /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i.test(address);
}

function filledIn(text: string, resolve: Resolve): TextNode[] {
  const nodes: TextNode[] = [];
  let end = 0;
  for (const match of text.matchAll(reference)) {
    const [whole, kind = '', key = ''] = match;
    if (match.index > end) nodes.push({ type: 'text', text: text.slice(end, match.index) });
    const found = resolve(kind, key);
    const shown: TextNode = { type: 'text', text: found.text };
    nodes.push(found.href === null ? shown : { type: 'link', href: found.href, children: [shown] });
    end = match.index + whole.length;
  }
  if (end < text.length) nodes.push({ type: 'text', text: text.slice(end) });
  return nodes;
}
