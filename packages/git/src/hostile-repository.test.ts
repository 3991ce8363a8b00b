import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { listBranches } from './branches.ts';
import { openCache } from './cache.ts';
import { fetchRemote } from './fetch-remote.ts';
import { archiveCommit, listTree, readFileAt } from './files.ts';
import { landBranch } from './land-branch.ts';
import { mergeTrees } from './merge-trees.ts';
import { pickCommits } from './pick-commits.ts';
import { previewPicks } from './preview-picks.ts';
import { readConflict } from './read-conflict.ts';
import { branchRef } from './revision.ts';
import { cacheOf, temporaryFolder, workTree } from './testing/test-repository.ts';

const committer = { name: 'T', email: 't@localhost', at: '2026-05-01T10:00:00Z' };

/** Main and a line in conflict, with everything in them that could start a program. */
function hostile() {
  const source = workTree();
  const ran = join(dirname(source.path), 'ran');
  const touch = `touch '${ran}'`;
  const files = {
    '.gitattributes': '* merge=evil diff=evil filter=evil text eol=crlf\n',
    '.gitmodules': `[submodule "m"]\n\tpath = m\n\turl = ext::sh -c "${touch}"\n\tupdate = !${touch}\n`,
    '.gitconfig': `[core]\n\tfsmonitor = ${touch}\n`,
    'hooks/post-checkout': `#!/bin/sh\n${touch}\n`,
    a: 'base\n',
  };
  source.commit('base', files);
  for (const [name, setting] of [
    ['merge.evil.driver', touch],
    ['diff.evil.command', touch],
    ['diff.evil.textconv', touch],
    ['filter.evil.smudge', touch],
    ['filter.evil.clean', touch],
    ['core.fsmonitor', touch],
    ['core.pager', touch],
    ['credential.helper', `!${touch}`],
  ] as const) {
    source.run('config', name, setting);
  }
  // What somebody's own git ran while the repository was made doesn't count.
  const make = (branch: string, content: string) => {
    source.write({ '.git/content': content });
    const blob = source.run('hash-object', '-w', '--no-filters', '.git/content');
    source.run('read-tree', '--empty');
    source.run('read-tree', 'main');
    source.run('update-index', '--cacheinfo', `100644,${blob},a`);
    const tree = source.run('write-tree');
    const commit = source.run('commit-tree', tree, '-p', 'main', '-m', branch);
    source.run('update-ref', `refs/heads/${branch}`, commit);
    return commit;
  };
  const line = make('release/1.0', 'ours\n');
  const fix = make('fix', 'theirs\n');
  for (const hook of ['pre-receive', 'update', 'post-update', 'reference-transaction']) {
    source.hook(hook, touch);
  }
  return { source, ran, line, fix };
}

test('nothing that a repository names is started by a fetch, a pick, a merge or a read', async () => {
  const { source, ran, line, fix } = hostile();
  rmSync(ran, { force: true });
  const cache = await cacheOf(source.path);
  const picked = await pickCommits(cache, { commits: [fix], onto: line, committer });
  const [file] = picked.clean ? [] : (picked.conflict.conflicts[0]?.files ?? []);
  if (file === undefined) throw new Error('no conflict');
  expect(await readConflict(cache, file)).toMatchObject({
    parts: [{ kind: 'conflict', ours: 'ours\n', base: 'base\n', theirs: 'theirs\n' }],
  });
  await previewPicks(cache, [{ commits: [fix] }], [line]);
  await landBranch(cache, { branch: fix, onto: line, way: 'squash', message: 'x\n', committer });
  await mergeTrees(cache, { ours: line, theirs: fix });
  for await (const chunk of archiveCommit(cache, fix)) expect(chunk.length).toBeGreaterThan(0);
  const modules = await readFileAt(cache, fix, '.gitmodules');
  expect(modules?.bytes.toString()).toContain('ext::sh');
  expect(existsSync(ran)).toBe(false);
  // No submodule was looked for, and no hook came along.
  expect(readdirSync(cache.directory)).not.toContain('modules');
  expect(existsSync(join(cache.directory, 'hooks'))).toBe(false);
  // The traps are real: somebody's own git walks into them.
  source.run('checkout', '--quiet', '--force', 'fix');
  expect(existsSync(ran)).toBe(true);
});

test('branches that look like options are branches, and start nothing', async () => {
  const { source, ran, line } = hostile();
  const names = ['--upload-pack=touch', '--output=x', '$(touch)', '`touch`', ';x'];
  for (const name of names) source.write({ [`.git/refs/heads/${name}`]: `${line}\n` });
  rmSync(ran, { force: true });
  const cache = await cacheOf(source.path);
  const branches = (await listBranches(cache, { compareWith: branchRef('main') })).map(
    ({ name }) => name,
  );
  expect(branches).toEqual(expect.arrayContaining([...names, 'main']));
  expect(() => branchRef('--output=x')).toThrow('no name of a branch');
  const ref = 'refs/remotes/origin/--output=x';
  expect(await listTree(cache, ref)).not.toEqual([]);
  expect((await mergeTrees(cache, { ours: ref, theirs: branchRef('main') })).clean).toBe(true);
  await expect(listTree(cache, '--output=x')).rejects.toMatchObject({ code: 'invalid_name' });
  expect(existsSync(ran)).toBe(false);
  expect(existsSync('/x')).toBe(false);
});

test.each(['ext::sh -c touch% /tmp/x', 'fd::17', '-oProxyCommand=x', 'ssh://-oProxyCommand=x/y'])(
  'a remote %s is refused before anything is started',
  async (address) => {
    const directory = join(temporaryFolder(), 'cache');
    const cache = await openCache({ directory, remote: { address, allow: ['file', 'ssh'] } });
    await expect(fetchRemote(cache)).rejects.toMatchObject({
      code: 'address_refused',
      message: expect.stringContaining("remote's address is refused") as string,
    });
  },
);
