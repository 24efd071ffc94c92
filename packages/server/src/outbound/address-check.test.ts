import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AddressRules } from '../core/address-rules.ts';
import { isAddressAllowed } from './address-check.ts';

const closed: AddressRules = { isListeningOnLoopback: false, allow: [] };
const open: AddressRules = { isListeningOnLoopback: true, allow: [] };
const allowing = (...allow: string[]): AddressRules => ({ isListeningOnLoopback: false, allow });

test.each([
  ['169.254.169.254', 'IPv4 link-local, metadata'],
  ['::ffff:169.254.169.254', 'the same, mapped'],
  ['::ffff:a9fe:a9fe', 'the same, mapped and in hexadecimal'],
  ['0:0:0:0:0:ffff:a9fe:a9fe', 'the same, written out'],
  ['::169.254.169.254', 'the same, IPv4-compatible'],
  ['::ffff:0:169.254.169.254', 'the same, IPv4-translated'],
  ['64:ff9b::a9fe:a9fe', 'the same through NAT64'],
  ['64:ff9b:1::a9fe:a9fe', 'the same through local NAT64'],
  ['2002:a9fe:a9fe::', 'the same through 6to4'],
  ['2001:0:a9fe:a9fe::1', 'the same through Teredo'],
  ['fd00:ec2::254', 'IPv6 metadata'],
  ['100.100.100.200', 'metadata'],
  ['168.63.129.16', 'metadata'],
  ['fe80::1', 'IPv6 link-local'],
  ['fe80::1%eth0', 'IPv6 link-local with a zone'],
  ['0.0.0.0', 'this host'],
  ['::', 'this host'],
  ['224.0.0.1', 'multicast'],
  ['ff02::1', 'multicast'],
  ['not-an-address', 'no address at all'],
])('%s (%s) is refused for everyone, even when listed', (address) => {
  expect(isAddressAllowed(address, 'ci.example', 'jenkins', open)).toBe(false);
  expect(isAddressAllowed(address, 'ci.example', 'jenkins', allowing(address, 'ci.example'))).toBe(false);
  expect(isAddressAllowed(address, 'ci.example', 'webhook', allowing(address, '0.0.0.0/0', '::/0'))).toBe(false);
});

test.each(['127.0.0.1', '127.9.9.9', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'])(
  'loopback %s is for controllers only, and only while we listen on loopback or it is listed',
  (address) => {
    expect(isAddressAllowed(address, 'localhost', 'jenkins', open)).toBe(true);
    expect(isAddressAllowed(address, 'localhost', 'jenkins', closed)).toBe(false);
    expect(isAddressAllowed(address, 'localhost', 'webhook', open)).toBe(false);
    expect(isAddressAllowed(address, 'localhost', 'jenkins', allowing('LocalHost'))).toBe(true);
    expect(isAddressAllowed(address, 'localhost.', 'jenkins', allowing('localhost'))).toBe(true);
    expect(isAddressAllowed(address, 'other', 'webhook', allowing(address))).toBe(true);
  },
);

test.each([
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '192.0.0.8',
  '198.19.255.255',
  '240.0.0.1',
  'fd12::1',
  'fec0::1',
  '::ffff:10.1.2.3',
])('private %s is for controllers, and for webhooks when listed', (address) => {
  expect(isAddressAllowed(address, 'ci.corp', 'jenkins', closed)).toBe(true);
  expect(isAddressAllowed(address, 'ci.corp', 'webhook', closed)).toBe(false);
  expect(isAddressAllowed(address, 'ci.corp', 'webhook', allowing('CI.corp'))).toBe(true);
});

test('blocks are listed by network, in both families, and mapped addresses match IPv4 blocks', () => {
  const rules = allowing('10.0.0.0/8', 'fd00::/8');
  expect(isAddressAllowed('10.200.0.1', 'a', 'webhook', rules)).toBe(true);
  expect(isAddressAllowed('::ffff:10.200.0.1', 'a', 'webhook', rules)).toBe(true);
  expect(isAddressAllowed('fd99::1', 'a', 'webhook', rules)).toBe(true);
  expect(isAddressAllowed('192.168.0.1', 'a', 'webhook', rules)).toBe(false);
});

test.each(['10.0.0.0/99', '10.0.0.0/x', '10.0.0.0/', 'nonsense/8', '/', '', '10.0.0.0/8/8'])(
  'the unreadable entry %j allows nothing and breaks nothing',
  (entry) => {
    expect(isAddressAllowed('192.168.0.1', 'ci.corp', 'webhook', allowing(entry))).toBe(false);
  },
);

test('public addresses are open to both', () => {
  expect(isAddressAllowed('93.184.216.34', 'example.com', 'webhook', closed)).toBe(true);
  expect(isAddressAllowed('2606:2800:220:1::1', 'example.com', 'jenkins', closed)).toBe(true);
});

test('a mapped address is treated as its IPv4 address, whatever the rules', () => {
  const rules = fc.record({
    isListeningOnLoopback: fc.boolean(),
    allow: fc.array(fc.oneof(fc.ipV4(), fc.constant('10.0.0.0/8'), fc.constant('host')), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.ipV4(),
      rules,
      fc.constantFrom('jenkins' as const, 'webhook' as const),
      (address, given, purpose) => {
        fc.pre(isIP(address) === 4);
        const plain = isAddressAllowed(address, 'host', purpose, given);
        expect(isAddressAllowed(`::ffff:${address}`, 'host', purpose, given)).toBe(plain);
      },
    ),
  );
});
