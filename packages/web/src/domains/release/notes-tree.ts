import type { MarkdownBlock, MarkdownInline } from '../../ui/markdown-node.ts';

// What the notes of a release are written in: headings, points, and within a line code, strong
// words and escaped characters. All else is text.
const inlinePattern = /\\([\\`*_[\]<#\-+>=.)\d])|`([^`]+)`|\*\*((?:\\.|[^*\\])+)\*\*/g;

function inlineNodes(text: string): MarkdownInline[] {
  const nodes: MarkdownInline[] = [];
  const say = (more: string) => {
    const last = nodes.at(-1);
    if (more === '') return;
    if (last?.type === 'text') nodes[nodes.length - 1] = { type: 'text', text: last.text + more };
    else nodes.push({ type: 'text', text: more });
  };
  let from = 0;
  for (const match of text.matchAll(inlinePattern)) {
    say(text.slice(from, match.index));
    const [whole, escaped, code, strong] = match;
    if (escaped !== undefined) say(escaped);
    else if (code !== undefined) nodes.push({ type: 'code', text: code });
    else nodes.push({ type: 'strong', children: inlineNodes(strong ?? '') });
    from = match.index + whole.length;
  }
  say(text.slice(from));
  return nodes;
}

function paragraph(lines: readonly string[]): MarkdownBlock {
  return { type: 'paragraph', children: inlineNodes(lines.join(' ')) };
}

/** Blocks parted by empty lines, each a paragraph. */
function paragraphs(lines: readonly string[]): MarkdownBlock[] {
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push(line.trim());
  }
  return blocks.filter((block) => block.length > 0).map(paragraph);
}

/** A release's notes as the tree that Markdown is drawn from; the version's own heading is left out. */
export function notesTree(notes: string): MarkdownBlock[] {
  return treeOf(notes, 2);
}

/** A runbook as the tree that Markdown is drawn from. */
export function runbookTree(text: string): MarkdownBlock[] {
  return treeOf(text, 1);
}

/** Blocks of a text; headings lose so many levels, and those that have no more are left out. */
function treeOf(notes: string, levels: number): MarkdownBlock[] {
  const tree: MarkdownBlock[] = [];
  let points: string[][] = [];
  let ordered = false;
  let text: string[] = [];
  const close = () => {
    if (points.length > 0) {
      tree.push({ type: 'list', ordered, items: points.map(paragraphs) });
    }
    tree.push(...paragraphs(text));
    points = [];
    text = [];
  };
  for (const line of notes.split('\n')) {
    const heading = /^(#{2,6}) (.*)$/.exec(line);
    const point = /^(?:-|(\d+)\.) (.*)$/.exec(line);
    if (heading) {
      close();
      const level = heading[1]?.length ?? 2;
      if (level > levels) {
        tree.push({
          type: 'heading',
          level: level - levels,
          children: inlineNodes(heading[2] ?? ''),
        });
      }
    } else if (point) {
      const numbered = point[1] !== undefined;
      if (text.length > 0 || (points.length > 0 && numbered !== ordered)) close();
      ordered = numbered;
      points.push([point[2] ?? '']);
    } else if (points.length > 0 && (line.startsWith('  ') || line === '')) {
      points.at(-1)?.push(line);
    } else {
      if (points.length > 0) close();
      text.push(line);
    }
  }
  close();
  return tree;
}
