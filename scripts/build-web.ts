/** Builds the browser SDK and the web app where their sources changed since the last build. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { runProgram } from './run-program.ts';
import { sourceHash } from './source-hash.ts';

interface Target {
  readonly name: string;
  readonly folder: string;
  /** What it is made of, beside the lock file. */
  readonly sources: readonly string[];
  /** The program that builds it, run in `folder`. */
  readonly program: string;
  /** Its arguments, the last of which gets the folder to build into; none: it knows its `dist`. */
  readonly args?: readonly string[];
}

const ROOT = resolve(import.meta.dirname, '..');
const STAMP = '.source-hash';
const TARGETS: readonly Target[] = [
  {
    name: 'the browser SDK',
    folder: 'packages/sdk',
    sources: ['packages/sdk', 'packages/flag-engine'],
    program: 'build.ts',
  },
  {
    name: 'the web app',
    folder: 'packages/web',
    sources: [
      'packages/web',
      'packages/sdk',
      'packages/contract',
      'packages/chart',
      'packages/flag-engine',
    ],
    program: join(ROOT, 'node_modules/vite/bin/vite.js'),
    args: ['build', '--logLevel=warn', '--emptyOutDir', '--outDir'],
  },
];

async function bringUpToDate(target: Target): Promise<void> {
  const folder = join(ROOT, target.folder);
  const program = resolve(folder, target.program);
  if (!existsSync(program)) return;
  const dist = join(folder, 'dist');
  const hash = sourceHash(ROOT, [...target.sources, 'package-lock.json']);
  if (existsSync(join(dist, STAMP)) && readFileSync(join(dist, STAMP), 'utf8') === hash) return;

  process.stderr.write(`throughline: Building ${target.name}.\n`);
  if (target.args === undefined) {
    rmSync(join(dist, STAMP), { force: true });
    await build(target, [program]);
    writeFileSync(join(dist, STAMP), hash);
    return;
  }
  // Built elsewhere and swapped in whole: a running server never serves half of one.
  const fresh = join(ROOT, '.runtime', `build-${process.pid}`);
  const old = `${fresh}-old`;
  mkdirSync(fresh, { recursive: true });
  try {
    await build(target, [program, ...target.args, fresh]);
    writeFileSync(join(fresh, STAMP), hash);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

async function build(target: Target, command: readonly string[]): Promise<void> {
  const code = await runProgram(process.execPath, command, { cwd: join(ROOT, target.folder) });
  if (code !== 0) throw new Error(`Building ${target.name} failed (exit code ${code}).`);
}

try {
  for (const target of TARGETS) await bringUpToDate(target);
} catch (error) {
  process.stderr.write(`throughline: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
