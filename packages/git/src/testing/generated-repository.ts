import { git } from '../git.ts';
import type { Repository } from '../cache.ts';

/** What a generated repository is like. */
export interface Generated {
  /** Commits of `main`. */
  readonly commits: number;
  readonly files: number;
  /** Lines of each file, of about 30 bytes. */
  readonly lines?: number;
  /** Branches `release-1.<n>` that part from main at even distances, with commits of their own. */
  readonly releases?: number;
  /** Branches `change-<n>` that begin among the last commits of main, of one to three commits. */
  readonly changes?: number;
}

const types = ['feat', 'fix', 'perf', 'docs', 'refactor', 'chore', 'test'];
const scopes = ['api', 'web', 'db', 'auth', 'cli'];
const firstSecond = Date.parse('2015-01-01T00:00:00Z') / 1000;

/**
 * For tests and measurements: fills a folder with a bare repository of any size, always the same
 * one. Each commit changes a line in one or two files, and has a conventional message.
 */
export async function generateRepository(
  directory: string,
  wanted: Generated,
): Promise<Repository> {
  await git(['init', '--quiet', '--bare', '--initial-branch=main', '--template=', '--', directory]);
  await git(['fast-import', '--quiet', '--done'], {
    repository: directory,
    stdin: chunks(history(wanted)),
    timeoutMs: 30 * 60_000,
  });
  return { directory };
}

async function* chunks(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  let waiting: string[] = [];
  let size = 0;
  for (const text of texts) {
    waiting.push(text);
    size += text.length;
    if (size < 2 ** 20) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    size = 0;
  }
  yield Buffer.from(waiting.join(''));
}

function* history(wanted: Generated): Generator<string> {
  // Park and Miller's generator (1988).
  let seed = 20_240_301;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const contents = Array.from({ length: wanted.files }, (_, file) =>
    Array.from({ length: wanted.lines ?? 40 }, (__, line) => `file ${file} has its line ${line}`),
  );
  let time = 0;
  const change = (of: string[][], label: string): string => {
    const touched = new Set([random(of.length), random(of.length)].slice(0, 1 + random(2)));
    return [...touched]
      .map((file) => {
        const text = (of[file] ?? []).with(random(wanted.lines ?? 40), `${label} in file ${file}`);
        of[file] = text;
        return modification(file, text);
      })
      .join('');
  };

  yield commit(
    'main',
    ++time,
    'chore: begin',
    contents.map((text, file) => modification(file, text)).join(''),
  );
  const parted: string[][][] = [];
  const step = Math.floor(wanted.commits / ((wanted.releases ?? 0) + 1));
  const open: string[][][] = [];
  const spread = Math.min(wanted.commits - 1, 4 * (wanted.changes ?? 0));
  for (let index = 1; index < wanted.commits; index += 1) {
    const subject = `${types[random(types.length)]}(${scopes[random(scopes.length)]}): improve part ${index}`;
    yield commit(
      'main',
      ++time,
      `${subject}\n\nIt was needed.\n\nRefs: #${index}\n`,
      change(contents, `main ${index}`),
    );
    if (index % step === 0 && parted.length < (wanted.releases ?? 0)) {
      parted.push([...contents]);
      yield `reset refs/heads/release-1.${parted.length}\nfrom refs/heads/main\n\n`;
    }
    const opened = wanted.commits - index <= spread && (wanted.commits - index) % 4 === 0;
    if (opened && open.length < (wanted.changes ?? 0)) {
      open.push([...contents]);
      yield `reset refs/heads/change-${open.length}\nfrom refs/heads/main\n\n`;
    }
  }
  for (const [index, own] of parted.entries()) {
    const branch = `release-1.${index + 1}`;
    for (let count = 1; count <= 5; count += 1) {
      yield commit(
        branch,
        ++time,
        `fix: mend ${branch}, ${count}\n`,
        change(own, `${branch} ${count}`),
      );
    }
  }
  for (const [index, own] of open.entries()) {
    const branch = `change-${index + 1}`;
    for (let count = random(3); count >= 0; count -= 1) {
      yield commit(
        branch,
        ++time,
        `feat: work on ${branch}, ${count}\n`,
        change(own, `${branch} ${count}`),
      );
    }
  }
  yield 'done\n';
}

function modification(file: number, text: readonly string[]): string {
  const content = `${text.join('\n')}\n`;
  return `M 100644 inline part-${file % 50}/file-${file}.txt\ndata ${content.length}\n${content}\n`;
}

function commit(branch: string, time: number, message: string, changes: string): string {
  const person = `Person ${time % 20} <person-${time % 20}@example.com> ${firstSecond + time * 600} +0000`;
  return [
    `commit refs/heads/${branch}`,
    `author ${person}`,
    `committer ${person}`,
    `data ${message.length}`,
    `${message}${changes}`,
    '',
  ].join('\n');
}
