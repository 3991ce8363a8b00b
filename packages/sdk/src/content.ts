/** Text inside a block. `link.href` is absolute (`http:`, `https:` or `mailto:`) or starts at `/`. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'code'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly type: 'break' };

/** One point of a list. */
export interface ListItem {
  readonly type: 'item';
  readonly children: readonly Inline[];
}

/** A block of a message's body. */
export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'list'; readonly ordered?: boolean; readonly children: readonly ListItem[] };

/** What a message says: a plain title, which also names it to assistive technology, and a body. */
export interface Content {
  readonly title: string;
  readonly body: readonly Block[];
}

/** Bounds of a message's content; whatever exceeds one of them is not shown at all. */
export const contentLimits = { nodes: 200, depth: 8, text: 10_000, title: 200 } as const;

type Tree = { readonly [key: string]: unknown };

/** Narrows parsed JSON to an object. */
export function isObject(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The address in its normal form if following it cannot run code: `http:`, `https:` and, for links in
 * a text, `mailto:`; otherwise null. The scheme is read after parsing, since the URL parser drops the
 * tabs and line breaks that hide one.
 */
export function safeAddress(address: unknown, base: string, mail = false): string | null {
  if (typeof address !== 'string' || address.length > 2_048) return null;
  try {
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) || (mail && url.protocol === 'mailto:') ? url.href : null;
  } catch {
    return null;
  }
}

const inlineTypes = ['text', 'strong', 'emphasis', 'code', 'link', 'break'];
const childTypes: Record<string, readonly string[]> = {
  body: ['paragraph', 'list'],
  paragraph: inlineTypes,
  list: ['item'],
  item: inlineTypes,
  strong: inlineTypes,
  emphasis: inlineTypes,
  code: inlineTypes,
  link: inlineTypes.filter((type) => type !== 'link'),
};

/**
 * Checks untrusted JSON against the allow-list. One unknown node refuses the whole content: half a
 * sentence can say the opposite of the whole one.
 */
export function isContent(value: unknown): value is Content {
  if (!isObject(value)) return false;
  const { title, body } = value;
  if (typeof title !== 'string' || !title.trim() || title.length > contentLimits.title)
    return false;
  let nodes = 0;
  let text = 0;
  const allowed = (children: unknown, parent: string, depth: number): boolean =>
    Array.isArray(children) &&
    depth <= contentLimits.depth &&
    children.every((node: unknown) => {
      if (!isObject(node) || ++nodes > contentLimits.nodes) return false;
      const { type } = node;
      if (typeof type !== 'string' || !childTypes[parent]?.includes(type)) return false;
      if (type === 'break') return true;
      if (type === 'text') {
        return typeof node.text === 'string' && (text += node.text.length) <= contentLimits.text;
      }
      if (type === 'link' && !safeAddress(node.href, 'https://page.invalid', true)) return false;
      return allowed(node.children, type, depth + 1);
    });
  return allowed(body, 'body', 1);
}
