import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { findMeans, refusalOf, wrap, type Means } from './sandbox.ts';

const without: Means = { sandbox: 'account', setpriv: true, unshare: false };

test('a runner that can’t keep a command from the network refuses it, unless it asks for the network', () => {
  const refusal = refusalOf(without, { network: false, secrets: {} });
  expect(refusal).toContain('network: true');
  expect(refusalOf(without, { network: true, secrets: {} })).toBeUndefined();
  expect(refusalOf({ ...without, unshare: true }, { network: false, secrets: {} })).toBeUndefined();
});

test('a runner that can’t keep commands from each other refuses those with secrets', () => {
  const secrets = { TOKEN: 'x' };
  expect(refusalOf(without, { network: true, secrets })).toContain('secrets');
  expect(refusalOf({ ...without, unshare: true }, { network: true, secrets })).toBeUndefined();
});

// As root and as an ordinary user alike: by what this machine has, or not at all.
test('a command reaches neither the network nor other processes, or is refused with the reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-sandbox-'));
  const server = createServer((connection) => connection.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const means = await findMeans('account');
  const { port } = server.address() as AddressInfo;
  const script = `
    if perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new(PeerAddr => "127.0.0.1:${port}") ? 0 : 1)'; then echo network; fi
    ls -d /proc/[0-9]* | wc -l`;
  const run = async (network: boolean) => {
    const { program, args } = wrap(means, ['/bin/sh', '-c', script], { folder, network });
    const { stdout } = await promisify(execFile)(program, [...args], { cwd: folder });
    return stdout.trim().split('\n');
  };
  const refusal = refusalOf(means, { network: false, secrets: {} });
  if (refusal !== undefined) {
    expect(refusal).toContain('namespaces');
    return;
  }
  const [seen, ...more] = await run(false);
  expect(more).toEqual([]);
  // Itself, `ls` and `wc`, and at most what started it.
  expect(Number(seen)).toBeLessThanOrEqual(5);
  const withNetwork = await run(true);
  expect(withNetwork[0]).toBe('network');
  expect(Number(withNetwork[1])).toBeLessThanOrEqual(5);
});
