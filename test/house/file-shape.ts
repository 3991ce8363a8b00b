import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { placeOf } from './place.ts';
import type { SourceFile } from './source-file.ts';

const longest = 400;

/** A file that people write fits in 400 lines; tests and generated files are let off. */
export function fileSize(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => file.lines > longest && !/\.test\.tsx?$/.test(file.path))
    .filter((file) => !file.comments.some(({ line, text }) => line === 1 && isGenerated(text)))
    .map((file) => finding(file, 0, `has ${file.lines} lines; ${longest} are enough`));
}

function isGenerated(comment: string): boolean {
  return /\b(?:generated|written) by\b/i.test(comment);
}

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const nondescript = ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'manager', 'impl'];

/** Files and folders are kebab-case, and named by what they hold. */
export function fileNames(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) =>
    file.path.split('/').flatMap((name) => {
      if (!kebab.test(name)) return [finding(file, 0, `${name} is not in kebab-case`)];
      const empty = name.split(/[.-]/).find((word) => nondescript.includes(word));
      return empty === undefined ? [] : [finding(file, 0, `"${empty}" says nothing of the matter`)];
    }),
  );
}

/** No way round the type checker or the linter, no test left out, nothing left for later. */
export function noEscapes(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => [
    ...file.anys.map((line) => finding(file, line, 'any switches the type checker off')),
    ...file.comments.flatMap(({ text, line }) => {
      const found =
        /@ts-(?:ignore|expect-error|nocheck)|(?:oxlint|eslint|oxfmt|prettier)-(?:disable|ignore)|\b(?:TODO|FIXME|XXX|HACK)\b/.exec(
          text,
        );
      return found === null ? [] : [finding(file, line, `a comment says ${found[0]}`)];
    }),
    ...(placeOf(file.path).isTest ? leftOutTests(file) : []),
  ]);
}

function leftOutTests(file: SourceFile): Finding[] {
  return [...file.code.matchAll(/\.(?:only|skip|todo|fails)(?=\s*[.(`])/g)].map((match) => {
    const line = file.code.slice(0, match.index).split('\n').length;
    return finding(file, line, `${match[0]} leaves tests out`);
  });
}
