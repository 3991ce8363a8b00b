import type { MessageContent, MessageInline } from '@throughline/contract';
import { parse, postprocess, preprocess } from 'micromark';
import { problem } from '../../platform/problem.ts';

/** Bounds that widgets hold messages to: one beyond them would not be shown at all. */
const limits = { nodes: 200, depth: 8, text: 10_000 } as const;

/** Constructs that messages don't have: their characters stay what they are, text. */
const disabled = [
  'blockQuote',
  'codeFenced',
  'codeIndented',
  'definition',
  'headingAtx',
  'htmlFlow',
  'htmlText',
  'labelStartImage',
  'setextUnderline',
  'thematicBreak',
];

type Block = MessageContent['body'][number];
type Item = Extract<Block, { type: 'list' }>['children'][number];

const safeAddress = /^(?:https?:\/\/|mailto:|\/(?!\/))/i;

/** Whether following an address can't run code. */
function isSafe(address: string): boolean {
  return safeAddress.test(address) && URL.canParse(address, 'https://page.invalid');
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
};

function decoded(reference: string): string {
  const inner = reference.slice(1, -1);
  const code = /^#x/i.test(inner) ? Number.parseInt(inner.slice(2), 16) : Number(inner.slice(1));
  if (!inner.startsWith('#')) return named[inner] ?? reference;
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** A stack of the children that are being filled, innermost last. */
interface Builder {
  readonly body: Block[];
  readonly inline: MessageInline[][];
  readonly lists: { ordered: boolean; items: Item[] }[];
  readonly hrefs: string[];
  /** Within an address, which is no text. */
  muted: boolean;
}

function text(builder: Builder, value: string): void {
  const present = builder.inline.at(-1);
  if (!present || value === '' || builder.muted) return;
  const last = present.at(-1);
  if (last?.type === 'text') last.text += value;
  else present.push({ type: 'text', text: value });
}

function close(builder: Builder, make: (children: MessageInline[]) => MessageInline): void {
  const children = builder.inline.pop();
  if (children) builder.inline.at(-1)?.push(make(children));
}

type Act = (builder: Builder, source: () => string) => void;

const open: Act = ({ inline }) => void inline.push([]);

const enters: Readonly<Record<string, Act>> = {
  paragraph: ({ inline, lists }) => {
    // Paragraphs of one point go on after a break.
    if (lists.length > 0 && inline.length > 0) {
      if (inline.at(-1)?.length) inline.at(-1)?.push({ type: 'break' });
    } else inline.push([]);
  },
  listOrdered: ({ lists }) => void lists.push({ ordered: true, items: [] }),
  listUnordered: ({ lists }) => void lists.push({ ordered: false, items: [] }),
  listItemPrefix: (builder) => {
    endItem(builder);
    builder.inline.push([]);
  },
  strong: open,
  emphasis: open,
  codeText: open,
  resource: (builder) => void (builder.muted = true),
  link: (builder) => {
    builder.hrefs.push('');
    builder.inline.push([]);
  },
};

function endItem({ inline, lists }: Builder): void {
  const children = inline.pop();
  const last = children?.at(-1);
  if (last?.type === 'text') last.text = last.text.trimEnd();
  // A list inside a point adds its points to the outer list.
  if (children) lists[0]?.items.push({ type: 'item', children });
}

function endList(builder: Builder): void {
  const { lists, body } = builder;
  endItem(builder);
  const list = lists.pop();
  if (!list || lists.length > 0) return;
  body.push({ type: 'list', ordered: list.ordered, children: list.items });
}

const exits: Readonly<Record<string, Act>> = {
  paragraph: (builder) => {
    if (builder.lists.length > 0) return;
    const children = builder.inline.pop();
    if (children) builder.body.push({ type: 'paragraph', children });
  },
  listOrdered: endList,
  listUnordered: endList,
  strong: (builder) => close(builder, (children) => ({ type: 'strong', children })),
  emphasis: (builder) => close(builder, (children) => ({ type: 'emphasis', children })),
  codeText: (builder) => close(builder, (children) => ({ type: 'code', children })),
  resource: (builder) => void (builder.muted = false),
  resourceDestinationString: (builder, source) => {
    builder.hrefs[builder.hrefs.length - 1] = source()
      .replaceAll(/&(?:#x?[0-9a-f]+|[a-z]+);/gi, decoded)
      .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
  },
  link: (builder) => {
    const href = builder.hrefs.pop() ?? '';
    if (!isSafe(href)) {
      throw problem(
        'notify.invalid',
        `The link to “${href.slice(0, 100)}” cannot be followed: use https:, http:, mailto: or an address that begins with /.`,
      );
    }
    close(builder, (children) => ({ type: 'link', href, children }));
  },
  autolinkProtocol: (builder, source) => {
    const href = source();
    if (isSafe(href)) {
      builder.inline.at(-1)?.push({ type: 'link', href, children: [{ type: 'text', text: href }] });
    } else text(builder, href);
  },
  autolinkEmail: (builder, source) => {
    const address = source();
    builder.inline.at(-1)?.push({
      type: 'link',
      href: `mailto:${address}`,
      children: [{ type: 'text', text: address }],
    });
  },
  data: (builder, source) => text(builder, source()),
  codeTextData: (builder, source) => text(builder, source()),
  characterEscapeValue: (builder, source) => text(builder, source()),
  characterReference: (builder, source) => text(builder, decoded(source())),
  lineEnding: (builder) => text(builder, builder.inline.length > 0 ? ' ' : ''),
  hardBreakEscape: ({ inline }) => void inline.at(-1)?.push({ type: 'break' }),
  hardBreakTrailing: ({ inline }) => void inline.at(-1)?.push({ type: 'break' }),
};

function check(content: MessageContent): void {
  let nodes = 0;
  let characters = 0;
  const walk = (children: readonly (Block | Item | MessageInline)[], depth: number) => {
    for (const node of children) {
      nodes += 1;
      if (node.type === 'text') characters += node.text.length;
      if (depth > limits.depth) throw problem('notify.invalid', 'The text is nested too deeply.');
      if ('children' in node) walk(node.children, depth + 1);
    }
  };
  walk(content.body, 1);
  if (nodes > limits.nodes || characters > limits.text) {
    throw problem(
      'notify.invalid',
      `The text is too long for a message: at most ${limits.text} characters in ${limits.nodes} pieces.`,
    );
  }
}

/**
 * Markdown as the tree that widgets draw. Only what the tree has a node for means anything; every
 * other construct, HTML first of all, stays the characters that it is written in. Throws
 * `notify.invalid` for a link that could run code and for a text beyond a widget's bounds.
 */
export function parseContent(title: string, markdown: string): MessageContent {
  const parser = parse({ extensions: [{ disable: { null: disabled } }] });
  const events = postprocess(parser.document().write(preprocess()(markdown, undefined, true)));
  const builder: Builder = { body: [], inline: [], lists: [], hrefs: [], muted: false };
  for (const [way, token, context] of events) {
    const act = way === 'enter' ? enters[token.type] : exits[token.type];
    act?.(builder, () => context.sliceSerialize(token));
  }
  const content = { title, body: builder.body };
  check(content);
  return content;
}
