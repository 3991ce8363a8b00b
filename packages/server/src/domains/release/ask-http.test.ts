import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { addressRefusal, defaultGateHosts, reachOf } from '../../platform/outside/address-rules.ts';
import { askHttp } from './ask-http.ts';

async function service(location?: string) {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(location ? 302 : 204, location ? { location } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { port, asked: () => asked };
}

// The IANA special-purpose address registries (RFC 6890) and multicast.
test.each([
  ['127.0.0.1', 'special'],
  ['127.255.0.9', 'special'],
  ['169.254.169.254', 'special'],
  ['0.0.0.0', 'special'],
  ['224.0.0.1', 'special'],
  ['::1', 'special'],
  ['::ffff:127.0.0.1', 'special'],
  ['fe80::1', 'special'],
  ['10.1.2.3', 'private'],
  ['172.31.0.1', 'private'],
  ['192.168.1.1', 'private'],
  ['fd00::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['93.184.215.14', 'public'],
  ['2606:2800:21f::1', 'public'],
] as const)('%s is %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});

test('a listed name may be private, never loopback or link-local', () => {
  expect(addressRefusal('app.internal', ['10.0.0.7'], ['app.internal'])).toBeUndefined();
  expect(addressRefusal('app.internal', ['127.0.0.1'], ['app.internal'])).toContain('127.0.0.1');
  expect(
    addressRefusal('app.internal', ['10.0.0.7', '169.254.169.254'], ['app.internal']),
  ).toContain('169.254.169.254');
  expect(addressRefusal('localhost', ['127.0.0.1', '::1'], ['localhost'])).toBeUndefined();
  expect(addressRefusal('example.com', ['10.0.0.7'], [])).toContain('private network');
});

test('loopback is asked by default only where the server itself listens only there', () => {
  expect(defaultGateHosts('127.0.0.1')).toContain('localhost');
  expect(defaultGateHosts('0.0.0.0')).toEqual([]);
});

test('a host that is not listed is not asked', async () => {
  const { port, asked } = await service();
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', 'localhost']) {
    const answer = await askHttp(`http://${host}:${port}/`, {
      hosts: ['example.com'],
      timeoutMs: 500,
    });
    expect(answer).toMatchObject({ status: undefined, refused: true });
  }
  expect(asked()).toBe(0);
});

test('a listed host is asked, and a redirect is an answer, not a way', async () => {
  const target = await service();
  const { port } = await service(`http://127.0.0.1:${target.port}/`);
  const options = { hosts: ['127.0.0.1'], timeoutMs: 2000 };
  expect(await askHttp(`http://127.0.0.1:${port}/`, options)).toMatchObject({ status: 302 });
  expect(target.asked()).toBe(0);
  expect(await askHttp(`http://127.0.0.1:${target.port}/`, options)).toMatchObject({ status: 204 });
  expect(await askHttp('http://127.0.0.1:1/', options)).toMatchObject({
    status: undefined,
    refused: false,
  });
});
