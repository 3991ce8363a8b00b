import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real Git repository of a service that can be released and deployed. */
export interface CustomerRepository {
  readonly folder: string;
  /** Commits a file on a branch (made from main where it is new). */
  commit(branch: string, file: string, text: string, message: string): void;
  /** Merges a branch into main with a merge commit. */
  merge(branch: string, message: string): void;
  tags(): string[];
  remove(): void;
}

/** The pipeline of the repository; `gate` is the address that its health gate asks. */
export function pipelineText(gate: string): string {
  return `version: 1
steps:
  - name: Build
    run: |
      test -f service.txt
      echo "building $THROUGHLINE_VERSION"
    repeatable: true
  - name: Check the marker
    run: ["sh", "-c", "if [ -f broken ]; then echo 'the service is broken' >&2; exit 3; fi; echo fine"]
    repeatable: true
  - name: Answers
    http: ${gate}
    timeout: 3s
    interval: 1s
rollback:
  - name: Put back
    run: echo "putting back $THROUGHLINE_PREVIOUS_VERSION"
    repeatable: true
`;
}

/** Makes the repository with a first commit on main. */
export function createCustomerRepository(pipeline: string): CustomerRepository {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-customer-'));
  chmodSync(folder, 0o755);
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=Dana Developer', '-c', 'user.email=dana@example.com', ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  const write = (file: string, text: string) => {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const exists = (branch: string) => {
    try {
      git('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`);
      return true;
    } catch {
      return false;
    }
  };
  git('init', '--quiet', '--initial-branch=main');
  write('service.txt', 'resource planning\n');
  write('.throughline/pipeline.yaml', pipeline);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'chore: begin the service');
  git('tag', '--annotate', '--message', 'v1.0.0', 'v1.0.0');
  return {
    folder,
    commit(branch, file, text, message) {
      git('checkout', '--quiet', ...(exists(branch) ? [branch] : ['-b', branch, 'main']));
      write(file, text);
      git('add', '--all');
      git('commit', '--quiet', '--message', message);
      git('checkout', '--quiet', 'main');
    },
    merge(branch, message) {
      git('merge', '--quiet', '--no-ff', '--message', message, branch);
    },
    tags: () => git('tag', '--list').split('\n').filter(Boolean),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
