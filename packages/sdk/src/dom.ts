import type { Block, Inline, ListItem } from './content.ts';
import { safeAddress } from './content.ts';

/**
 * Creates an element. Attribute names come from our own code only, never from a message, so that no
 * script sink is within reach (Trusted Types have nothing to object to).
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button that does something. */
export function button(
  name: string,
  style: string,
  onPress: () => void,
  ...children: readonly (Node | string)[]
): HTMLButtonElement {
  const element = h(
    'button',
    { type: 'button', class: style },
    ...(children.length > 0 ? children : [name]),
  );
  if (children.length > 0) element.setAttribute('aria-label', name);
  element.addEventListener('click', onPress);
  return element;
}

let ids = 0;

/** An id that is unique on the page. */
export function elementId(): string {
  return `tl-${++ids}`;
}

/** A line drawing on a 16 px grid. */
export function icon(path: string): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(namespace, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

type Drawn = Block | ListItem | Inline;

const tags = {
  paragraph: 'p',
  item: 'li',
  strong: 'strong',
  emphasis: 'em',
  code: 'code',
} as const;

function drawNode(node: Drawn): Node | string {
  if (node.type === 'text') return node.text;
  if (node.type === 'break') return h('br');
  const children = drawContent(node.children);
  if (node.type === 'list') return h(node.ordered === true ? 'ol' : 'ul', {}, ...children);
  if (node.type !== 'link') return h(tags[node.type], {}, ...children);
  const href = safeAddress(node.href, location.href, true) ?? '';
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** Draws checked content; text only ever becomes a text node. */
export function drawContent(nodes: readonly Drawn[]): (Node | string)[] {
  return nodes.map(drawNode);
}
