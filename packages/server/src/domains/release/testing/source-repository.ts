import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository as somebody's own `git` makes it, with the bare remote that it pushes to. */
export interface SourceRepository {
  /** The folder that holds both; an administrator must allow it. */
  readonly root: string;
  readonly remote: string;
  git(...args: readonly string[]): string;
  /** In the remote, such as `tag --list`. */
  remoteGit(...args: readonly string[]): string;
  /** Writes, commits and pushes the present branch; returns the commit. */
  commit(message: string, files?: Readonly<Record<string, string>>): string;
  remove(): void;
}

let seconds = Date.parse('2026-11-01T12:00:00Z') / 1000;

/** Makes a repository with one commit on `main`. */
export function sourceRepository(files: Readonly<Record<string, string>> = {}): SourceRepository {
  const root = mkdtempSync(join(tmpdir(), 'throughline-release-'));
  const work = join(root, 'work');
  const remote = join(root, 'shop.git');
  const run = (cwd: string, args: readonly string[]) => {
    seconds += 60;
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada Lovelace',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada Lovelace',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_AUTHOR_DATE: `@${seconds} +0000`,
      GIT_COMMITTER_DATE: `@${seconds} +0000`,
    };
    return execFileSync('git', args, { cwd, env, stdio: 'pipe' }).toString('utf8').trim();
  };
  mkdirSync(work);
  run(root, ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  run(work, ['init', '--quiet', '--initial-branch=main']);
  run(work, ['remote', 'add', 'origin', remote]);
  const source: SourceRepository = {
    root,
    remote,
    git: (...args) => run(work, args),
    remoteGit: (...args) => run(remote, args),
    commit(message, written = {}) {
      for (const [name, content] of Object.entries(written)) {
        mkdirSync(dirname(join(work, name)), { recursive: true });
        writeFileSync(join(work, name), content);
      }
      run(work, ['add', '--all']);
      run(work, ['commit', '--quiet', '--allow-empty', '--message', message]);
      run(work, ['push', '--quiet', '--force', 'origin', 'HEAD']);
      return run(work, ['rev-parse', 'HEAD']);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  source.commit('chore: begin', { 'readme.txt': 'hello\n', ...files });
  return source;
}
