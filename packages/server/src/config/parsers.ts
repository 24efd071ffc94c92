import { isIP, isIPv4 } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from './environment.ts';
import type { Parser } from './setting-reader.ts';

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `30s`, `1m`, `1h` as milliseconds within bounds. */
export function durationParser(leastMs: number, mostMs: number): Parser<number> {
  return (text) => {
    const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text) ?? [];
    const durationMs = Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN);
    return Number.isInteger(durationMs) && durationMs >= leastMs && durationMs <= mostMs ? durationMs : null;
  };
}

export const parsePort: Parser<number> = (text) => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : null;
};

const label = '[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?';
const hostName = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*\\.?$`, 'i');
// "1.2.3" and "300.1.1.1" look like names to the rule above, and are addresses with a typing error.
const looksLikeAddress = /^[\d.]+$/;

const withoutBrackets = (text: string) => text.replace(/^\[(.*)\]$/, '$1');

/** A host name or an address, IPv6 with or without brackets. */
export const parseHost: Parser<string> = (text) => {
  const host = withoutBrackets(text);
  if (isIP(host) !== 0) return host.toLowerCase();
  return hostName.test(host) && !looksLikeAddress.test(host) ? host.toLowerCase() : null;
};

/** An address or a CIDR block such as `10.0.0.0/8`. */
export const parseNetwork: Parser<string> = (text) => {
  const [address = '', prefix, ...rest] = text.split('/');
  const host = withoutBrackets(address);
  if (isIP(host) === 0 || rest.length > 0) return null;
  if (prefix === undefined) return host.toLowerCase();
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  return bits <= (isIPv4(host) ? 32 : 128) ? `${host.toLowerCase()}/${bits}` : null;
};

/** A list separated by commas or spaces; one bad item spoils it. */
export function listParser(parseItem: Parser<string>): Parser<readonly string[]> {
  return (text) => {
    const items = text.split(/[\s,]+/).filter((item) => item !== '');
    const read = items.flatMap((item) => parseItem(item) ?? []);
    return read.length === items.length ? read : null;
  };
}

/** An address under which browsers find us: scheme, host, port and path, without a slash at the end. */
export const parsePublicUrl: Parser<string> = (text) => {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
};

/** One of these words, exactly. */
export function wordParser<const T extends string>(words: readonly T[]): Parser<T> {
  return (text) => words.find((word) => word === text) ?? null;
}

/** A path, made absolute; `~/` is the home folder, which no shell expands in an env file. */
export function pathParser(env: Environment): Parser<string> {
  return (text) => {
    if (text.includes('\0')) return null;
    const home = env.HOME || homedir();
    return resolve(text === '~' ? home : text.startsWith('~/') ? join(home, text.slice(2)) : text);
  };
}
