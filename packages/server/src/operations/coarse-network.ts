import { isIPv4, isIPv6 } from 'node:net';

const mapped = /^::ffff:([\d.]+)$/i;

/** Enough of an address for a person to know their own again, and no more: `192.0.2.x`, `2001:db8:1::`; null for what is none. */
export function coarseNetwork(address: string): string | null {
  const plain = mapped.exec(address)?.[1] ?? address;
  if (isIPv4(plain)) return plain === '127.0.0.1' ? 'this machine' : plain.replace(/\.\d+$/, '.x');
  const [head = ''] = plain.split('%');
  if (!isIPv6(head)) return null;
  if (head === '::1') return 'this machine';
  const [left = ''] = head.split('::');
  const groups = left.split(':').filter((group) => group !== '');
  const three = [...groups, '0', '0', '0'].slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  return `${three.join(':')}::`;
}
