import { posix } from 'node:path';

import { parseSync, Visitor } from 'oxc-parser';

/** One `import`, `export … from`, `import()` or `import('…')` type, as it stands in a file. */
export interface Import {
  readonly specifier: string;
  /** The path in this repository that it points at; undefined for packages of others. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
  readonly line: number;
}

/** What the rules see of a file: its text, and what the parser found in it. */
export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text with comments and the insides of strings, templates and JSX text blanked out. */
  readonly code: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Names of what it exports itself (not what it passes on with `export *`). */
  readonly exports: readonly string[];
  readonly comments: readonly { readonly text: string; readonly line: number }[];
  readonly templates: readonly {
    readonly tag: string;
    readonly text: string;
    readonly line: number;
  }[];
  /** Lines on which the type `any` is written. */
  readonly anys: readonly number[];
}

const workspaceScope = '@throughline/';

/**
 * Where a specifier leads inside the repository: relative paths by their folder,
 * workspace packages by the convention `@throughline/x/y` → `packages/x/src/y.ts`.
 */
function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  }
  if (!specifier.startsWith(workspaceScope)) return undefined;
  const [name, ...rest] = specifier.slice(workspaceScope.length).split('/');
  return `packages/${name}/src/${rest.length === 0 ? 'index' : rest.join('/')}.ts`;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Parses one file. Throws with the file's path where the source is not valid TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);

  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  const lineOf = (offset: number): number => {
    const after = lineStarts.findIndex((start) => start > offset);
    return after === -1 ? lineStarts.length : after;
  };

  const imports: Import[] = [];
  const add = (specifier: string, kind: Pick<Import, 'typeOnly' | 'dynamic'>, at: number): void => {
    imports.push({ specifier, target: targetOf(path, specifier), ...kind, line: lineOf(at) });
  };
  for (const statement of parsed.module.staticImports) {
    const typeOnly = statement.entries.length > 0 && statement.entries.every((one) => one.isType);
    add(statement.moduleRequest.value, { typeOnly, dynamic: false }, statement.start);
  }
  const exports: string[] = [];
  for (const statement of parsed.module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.exportName.name !== null) exports.push(entry.exportName.name);
    }
    const [first] = statement.entries;
    if (first?.moduleRequest == null) continue;
    const typeOnly = statement.entries.every((one) => one.isType);
    add(first.moduleRequest.value, { typeOnly, dynamic: false }, statement.start);
  }

  const blanks: Span[] = parsed.comments.map(({ start, end }) => ({ start, end }));
  const templates: { tag: string; text: string; line: number }[] = [];
  const anys: number[] = [];
  new Visitor({
    ImportExpression(node) {
      if (node.source.type !== 'Literal' || typeof node.source.value !== 'string') return;
      add(node.source.value, { typeOnly: false, dynamic: true }, node.start);
    },
    TSImportType(node) {
      add(node.source.value, { typeOnly: true, dynamic: false }, node.start);
    },
    TSAnyKeyword(node) {
      anys.push(lineOf(node.start));
    },
    TaggedTemplateExpression(node) {
      const { start, end } = node.quasi;
      const tag = text.slice(node.tag.start, node.tag.end);
      templates.push({ tag, text: text.slice(start + 1, end - 1), line: lineOf(start) });
    },
    Literal(node) {
      if (typeof node.value === 'string') blanks.push({ start: node.start + 1, end: node.end - 1 });
    },
    TemplateElement(node) {
      blanks.push({ start: node.start, end: node.end });
    },
    JSXText(node) {
      blanks.push({ start: node.start, end: node.end });
    },
  }).visit(parsed.program);

  return {
    path,
    text,
    code: blankOut(text, blanks),
    lines: text.endsWith('\n') ? lineStarts.length - 1 : lineStarts.length,
    imports,
    exports,
    comments: parsed.comments.map(({ value, start }) => ({ text: value, line: lineOf(start) })),
    templates,
    anys,
  };
}

/** Replaces the spans by spaces, so that offsets and line numbers stay what they were. */
function blankOut(text: string, spans: readonly Span[]): string {
  let blanked = '';
  let at = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    blanked += text.slice(at, from) + text.slice(from, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return blanked + text.slice(at);
}
