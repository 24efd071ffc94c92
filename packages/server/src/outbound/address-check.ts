import { BlockList, isIP } from 'node:net';
import type { AddressRules, Purpose } from '../core/address-rules.ts';

function blocks(...subnets: readonly [address: string, prefix: number][]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

// Cloud metadata services and link-local: a request there hands out credentials of the machine.
// The last ones carry IPv4 addresses inside IPv6 (IPv4-compatible, IPv4-translated, NAT64, Teredo, 6to4) and would slip past the IPv4 rules.
const never = blocks(
  ['169.254.0.0', 16],
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
);
const loopback = blocks(['127.0.0.0', 8], ['::1', 128]);
const local = blocks(
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['192.0.0.0', 24],
  ['198.18.0.0', 15],
  ['240.0.0.0', 4],
  ['fc00::', 7],
  ['fec0::', 10],
);

const contains = (list: BlockList, address: string) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** One spelling per address: without zone and brackets, and IPv4-mapped IPv6 (`::ffff:127.0.0.1`) as the IPv4 address it reaches. */
function plainAddress(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(bare) !== 6) return bare;
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

const plainHost = (host: string) => host.toLowerCase().replace(/\.$/, '');

function isInNetwork(address: string, network: string, prefix: string): boolean {
  const most = isIP(network) === 6 ? 128 : 32;
  if (isIP(network) === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > most) return false;
  return contains(blocks([network, Number(prefix)]), address);
}

function isListed(allow: readonly string[], host: string, address: string): boolean {
  return allow.some((entry) => {
    const [network = '', prefix] = entry.split('/');
    if (prefix !== undefined) return isInNetwork(address, network, prefix);
    return plainHost(entry) === plainHost(host) || plainAddress(entry) === address;
  });
}

/** Whether a request for `purpose` may connect to `address`, which `host` resolved to. */
export function isAddressAllowed(address: string, host: string, purpose: Purpose, rules: AddressRules): boolean {
  const plain = plainAddress(address);
  if (isIP(plain) === 0) return false;
  const isLoopback = contains(loopback, plain);
  if (!isLoopback && contains(never, plain)) return false;
  if (isListed(rules.allow, host, plain)) return true;
  if (isLoopback) return purpose === 'jenkins' && rules.isListeningOnLoopback;
  if (contains(local, plain)) return purpose === 'jenkins';
  return true;
}
