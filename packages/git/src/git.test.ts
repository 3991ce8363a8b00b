import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git, gitStream, gitText } from './git.ts';
import { temporaryFolder, workTree } from './testing/test-repository.ts';

const sleeping = { 'alias.doze': '!sleep 41.5' };
const endless = { 'alias.pour': '!yes' };

function processesNamed(words: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line === words);
}

test('what takes too long is ended with its children', async () => {
  const began = Date.now();
  await expect(git(['doze'], { config: sleeping, timeoutMs: 200 })).rejects.toMatchObject({
    name: 'GitError',
    code: 'timed_out',
    exitCode: undefined,
  });
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(processesNamed('sleep 41.5')).toEqual([]);
});

test('an abort signal ends a process, also one that was given before the start', async () => {
  const abort = new AbortController();
  const run = git(['doze'], { config: sleeping, signal: abort.signal });
  setTimeout(() => abort.abort(), 100);
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
  await expect(
    git(['doze'], { config: sleeping, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'aborted' });
});

test('output stops at its limit, gathered and streamed', async () => {
  const options = { config: endless, maxOutputBytes: 100_000 };
  await expect(git(['pour'], options)).rejects.toMatchObject({ code: 'output_too_large' });
  let seen = 0;
  const read = async () => {
    for await (const chunk of gitStream(['pour'], options)) seen += chunk.length;
  };
  await expect(read()).rejects.toMatchObject({ code: 'output_too_large' });
  expect(seen).toBeLessThanOrEqual(100_000);
});

test('leaving a stream early ends the process', async () => {
  const name = { 'alias.pour': '!yes throughline-left-early' };
  for await (const chunk of gitStream(['pour'], { config: name })) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  await expect.poll(() => processesNamed('yes throughline-left-early')).toEqual([]);
});

test('a stream throws what went wrong where it would end', async () => {
  const read = async () => {
    for await (const chunk of gitStream(['cat-file', 'blob', 'x'], { cwd: temporaryFolder() })) {
      expect(chunk).toBeUndefined();
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'failed', exitCode: 128 });
});

test('standard input comes as text, bytes or a stream, and half of a stream is no input', async () => {
  const hash = ['hash-object', '--stdin'];
  // The object name of "hello\n", as the Git book has it in "Git Objects" for `echo 'hello'`.
  const name = 'ce013625030ba8dba906f756967f9e9ca394464a';
  const parts = async function* () {
    yield Buffer.from('hel');
    yield Buffer.from('lo\n');
  };
  const torn = async function* () {
    yield Buffer.from('hel');
    throw new Error('the source broke');
  };
  expect(await gitText(hash, { stdin: 'hello\n' })).toBe(name);
  expect(await gitText(hash, { stdin: Buffer.from('hello\n') })).toBe(name);
  expect(await gitText(hash, { stdin: parts() })).toBe(name);
  await expect(git(hash, { stdin: torn() })).rejects.toMatchObject({ code: 'aborted' });
});

test('neither the configuration nor the variables of the machine reach git', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.gitconfig'), '[user]\n\tname = Somebody\n');
  const before = { ...process.env };
  process.env['HOME'] = folder;
  process.env['GIT_CONFIG_COUNT'] = '1';
  process.env['GIT_CONFIG_KEY_0'] = 'user.name';
  process.env['GIT_CONFIG_VALUE_0'] = 'Somebody';
  process.env['GIT_DIR'] = '/elsewhere';
  try {
    const asked = await git(['config', 'user.name'], { okExitCodes: [1] });
    expect(asked.stdout.toString()).toBe('');
    const variables = await gitText(['env'], { config: { 'alias.env': '!env' } });
    expect(variables).toContain('GIT_TERMINAL_PROMPT=0');
    expect(variables).not.toContain('/elsewhere');
  } finally {
    for (const name of [
      'HOME',
      'GIT_CONFIG_COUNT',
      'GIT_CONFIG_KEY_0',
      'GIT_CONFIG_VALUE_0',
      'GIT_DIR',
    ]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
});

test('a process has no transport unless it is given one', async () => {
  const source = workTree();
  source.commit('first');
  await expect(git(['ls-remote', source.path])).rejects.toMatchObject({ code: 'failed' });
  expect((await git(['ls-remote', source.path], { allow: ['file'] })).exitCode).toBe(0);
  const outside = ['ls-remote', `ext::touch ${source.path}/ran`];
  await expect(
    git(outside, { allow: ['file', 'https', 'http', 'ssh', 'git'] }),
  ).rejects.toMatchObject({ stderr: expect.stringContaining("transport 'ext' not allowed") });
});

test('errors tell what git said, without credentials', async () => {
  const config = {
    'alias.leak':
      '!echo fatal: https://ada:s3cret@example.com/x and pa%24%24 and Authorization: Bearer abc >&2; false',
  };
  const failure = git(['leak'], { config, secrets: ['pa$$'] });
  await expect(failure).rejects.toMatchObject({
    code: 'failed',
    stderr: 'fatal: https://***@example.com/x and *** and Authorization: Bearer ***\n',
  });
});
