import { expect, test } from 'vitest';
import { parseRemoteAddress } from './remote-address.ts';

test('paths, URLs and user@host:path are taken apart', () => {
  expect(parseRemoteAddress('/srv/git/core.git')).toEqual({
    protocol: 'file',
    location: '/srv/git/core.git',
  });
  expect(parseRemoteAddress('file:///srv/my%20git')).toEqual({
    protocol: 'file',
    location: '/srv/my git',
  });
  expect(parseRemoteAddress('https://git.example.com:8443/core.git')).toEqual({
    protocol: 'https',
    location: 'https://git.example.com:8443/core.git',
    host: 'git.example.com',
    port: 8443,
  });
  expect(parseRemoteAddress('git@example.com:team/core.git')).toMatchObject({
    protocol: 'ssh',
    host: 'example.com',
    port: 22,
  });
  expect(parseRemoteAddress('ssh://git@example.com:2222/core')).toMatchObject({ port: 2222 });
  expect(parseRemoteAddress('git://example.com/core')).toMatchObject({ port: 9418 });
});

test.each([
  ['', 'empty'],
  ['--upload-pack=touch /tmp/x', 'an option'],
  ['-oProxyCommand=x', 'an option'],
  ['ext::sh -c id', 'a remote helper'],
  ['EXT::sh -c id', 'a remote helper in capitals'],
  ['fd::17/foo', 'a remote helper'],
  ['::x', 'a remote helper without a name'],
  ['https://example.com/x\n--upload-pack=y', 'a line end'],
  ['/srv/git\0/x', 'a NUL'],
  ['file:///srv/%0a', 'an encoded line end in a path'],
  ['https://example.com/%0ax', 'an encoded line end in a URL'],
  ['relative/path', 'a relative path'],
  ['../up', 'a relative path'],
  ['https://ada:s3cret@example.com/x', 'a password'],
  ['https://token@example.com/x', 'a token'],
  ['ssh://-oProxyCommand=x/y', 'a host like an option'],
  ['ssh://-oProxyCommand=x@example.com/y', 'a user like an option'],
  ['-x@example.com:y', 'a user like an option'],
  ['git@-oProxyCommand=x:y', 'a host like an option'],
  ['git@example.com:-x', 'a path like an option'],
  ['ssh://example.com/-x', 'a path like an option'],
  ['ftp://example.com/x', 'another protocol'],
  ['file://elsewhere/x', 'a file of another machine'],
  ['https://example.com/x?y', 'a query'],
])('%j is refused: %s', (address) => {
  expect(() => parseRemoteAddress(address)).toThrow(
    expect.objectContaining({ code: 'address_refused' }),
  );
});
