import type { Finding } from './finding.ts';
import type { SourceFile } from './source-file.ts';

/**
 * No circle of imports, of whatever kind: values, types, re-exports, `import()`.
 * Tarjan's algorithm (1972) finds the strongly connected components; one of more than one
 * file, or a file that imports itself, is a circle.
 */
export function circles(files: readonly SourceFile[]): Finding[] {
  const known = new Set(files.map(({ path }) => path));
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports.flatMap(({ target }) =>
        target !== undefined && known.has(target) ? [target] : [],
      ),
    ]),
  );
  const order = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();
  const findings: Finding[] = [];

  const visit = (path: string): number => {
    const mine = order.size;
    order.set(path, mine);
    stack.push(path);
    open.add(path);
    let low = mine;
    for (const next of edges.get(path) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.has(next)) low = Math.min(low, order.get(next) ?? low);
    }
    if (low === mine) {
      const circle = stack.splice(stack.indexOf(path)).toSorted();
      for (const member of circle) open.delete(member);
      const itself = edges.get(path)?.includes(path) === true;
      if (circle.length > 1 || itself) {
        findings.push({
          path: circle[0] ?? path,
          line: 0,
          message: `imports run in a circle: ${circle.join(', ')}`,
        });
      }
    }
    return low;
  };
  for (const { path } of files) if (!order.has(path)) visit(path);
  return findings;
}
