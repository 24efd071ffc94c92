import { BlockList, isIP } from 'node:net';
import type { AddressRules, Purpose } from '../core/address-rules.ts';

function blocks(...subnets: readonly [address: string, prefix: number][]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

// Cloud metadata services and link-local: a request there hands out credentials of the machine.
// 64:ff9b::/96 and 2002::/16 carry IPv4 addresses inside IPv6 and would slip past the IPv4 rules.
const never = blocks(
  ['169.254.0.0', 16],
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['::', 128],
  ['ff00::', 8],
  ['64:ff9b::', 96],
  ['2002::', 16],
);
const loopback = blocks(['127.0.0.0', 8], ['::1', 128]);
const local = blocks(['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['fc00::', 7]);

const contains = (list: BlockList, address: string) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

function isListed(allow: readonly string[], host: string, address: string): boolean {
  return allow.some((entry) => {
    if (entry.toLowerCase() === host.toLowerCase() || entry === address) return true;
    const [network = '', prefix] = entry.split('/');
    if (prefix === undefined || isIP(network) === 0) return false;
    return contains(blocks([network, Number(prefix)]), address);
  });
}

/** Whether a request for `purpose` may connect to `address`, which `host` resolved to. */
export function isAddressAllowed(address: string, host: string, purpose: Purpose, rules: AddressRules): boolean {
  if (isIP(address) === 0 || contains(never, address)) return false;
  if (isListed(rules.allow, host, address)) return true;
  if (contains(loopback, address)) return purpose === 'jenkins' && rules.isListeningOnLoopback;
  if (contains(local, address)) return purpose === 'jenkins';
  return true;
}
