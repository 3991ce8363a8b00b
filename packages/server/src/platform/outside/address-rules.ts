import { BlockList, isIP } from 'node:net';

const special = new BlockList();
const privately = new BlockList();
for (const [block, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  special.addSubnet(block, prefix, 'ipv4');
}
for (const [block, prefix] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
  ['2001:db8::', 32],
  ['64:ff9b::', 96],
  ['2002::', 16],
] as const) {
  special.addSubnet(block, prefix, 'ipv6');
}
for (const [block, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privately.addSubnet(block, prefix, 'ipv4');
}
privately.addSubnet('fc00::', 7, 'ipv6');

/** Whether an address is anybody's on the internet, of a private network, or special (loopback …). */
export function reachOf(address: string): 'public' | 'private' | 'special' {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || special.check(address, family)) return 'special';
  return privately.check(address, family) ? 'private' : 'public';
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** The hosts that gates may ask where an administrator listed none: loopback, if we are there too. */
export function defaultGateHosts(ownHost: string): readonly string[] {
  const bare = ownHost.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || bare.startsWith('127.') ? loopbackNames : [];
}

/**
 * Why a host's addresses may not be contacted; undefined where they may. A listed name may be of a
 * private network; loopback, link-local and other special addresses only where they are listed as
 * such, or by the name `localhost`.
 */
export function addressRefusal(
  host: string,
  addresses: readonly string[],
  listed: readonly string[],
): string | undefined {
  const named = listed.includes(host);
  const asItself = named && (host === 'localhost' || isIP(host.replace(/^\[|\]$/g, '')) !== 0);
  for (const address of addresses) {
    const reach = reachOf(address);
    if (reach === 'public' || asItself || (reach === 'private' && named)) continue;
    return `${host} is ${address}, an address of ${
      reach === 'private' ? 'a private network' : 'this machine or a reserved range'
    } that no administrator listed`;
  }
  return addresses.length === 0 ? `${host} has no address` : undefined;
}
