import { expect, test } from 'vitest';
import { forgeOfRemote } from './forge-words.ts';

test.each([
  ['https://github.com/octo/shop.git', 'github', 'https://github.com', 'octo/shop'],
  ['git@github.com:octo/shop.git', 'github', 'https://github.com', 'octo/shop'],
  [
    'ssh://git@gitlab.example.com:2222/a/b/shop',
    'gitlab',
    'https://gitlab.example.com',
    'a/b/shop',
  ],
  ['/srv/git/shop.git', 'github', '', ''],
] as const)('the remote %s speaks of %s, %s, %s', (remote, system, address, project) => {
  expect(forgeOfRemote(remote)).toEqual({ system, address, project });
});
