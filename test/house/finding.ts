import type { SourceFile } from './source-file.ts';

/** One broken rule, and where. `line` is 0 where the file as a whole is meant. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export type Rule = (files: readonly SourceFile[]) => Finding[];

export function finding(file: SourceFile, line: number, message: string): Finding {
  return { path: file.path, line, message };
}

/** `path:line message`, which editors and terminals open. */
export function printFinding({ path, line, message }: Finding): string {
  return `${path}${line === 0 ? '' : `:${line}`} ${message}`;
}
