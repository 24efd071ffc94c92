import { isIPv4, isIPv6 } from 'node:net';
import type { Clock } from '../core/clock.ts';

/**
 * Slows down guessing of passwords. Every account and address has an allowance of its own that fills up again, so a
 * stranger can use up theirs, but never the owner's: nobody is ever locked out of an account from elsewhere.
 */
export interface SignInThrottle {
  /** Counts an attempt before its password is looked at, so that many at once do not slip through. 0 = go on; otherwise how long to wait, in ms. */
  begin(account: string, address: string | null): number;
  /** Gives back what the attempt cost: only wrong passwords use up an allowance. */
  succeeded(account: string, address: string | null): void;
}

interface Allowance {
  left: number;
  atMs: number;
  readonly most: number;
}

interface Rule {
  readonly most: number;
  /** One more attempt every … ms. */
  readonly refillMs: number;
}

// A person mistypes a few times; a script behind one address tries many accounts; many machines try one account.
const ruleOfPair: Rule = { most: 5, refillMs: 60_000 };
const ruleOfAddress: Rule = { most: 30, refillMs: 10_000 };
const ruleOfAccount: Rule = { most: 50, refillMs: 12_000 };
const mostRemembered = 20_000;

/** The part of an address that one person holds: IPv4 whole, IPv6 its /64 network. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = tail.split(':').filter((group) => group !== '');
  const gap = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

const accountKey = (account: string) => `account ${account.normalize('NFKC').toLowerCase().slice(0, 200)}`;
const addressKey = (address: string | null) => `address ${address === null ? '(this machine)' : networkOf(address)}`;

class Allowances {
  readonly #clock: Clock;
  /** In order of last use: the first one is the one to forget. */
  readonly #byKey = new Map<string, Allowance>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `most` counts when the allowance is new; one that exists keeps its own. */
  get(key: string, rule: Rule, most = rule.most): Allowance {
    const nowMs = this.#clock.nowMs();
    const known = this.#byKey.get(key) ?? { left: most, atMs: nowMs, most };
    const refills = Math.max(0, Math.floor((nowMs - known.atMs) / rule.refillMs));
    known.left = Math.min(known.most, known.left + refills);
    known.atMs = known.left === known.most ? nowMs : known.atMs + refills * rule.refillMs;
    this.#byKey.delete(key);
    this.#byKey.set(key, known);
    this.#forgetOldest();
    return known;
  }

  waitMs(allowance: Allowance, rule: Rule): number {
    return allowance.left > 0 ? 0 : Math.max(1, allowance.atMs + rule.refillMs - this.#clock.nowMs());
  }

  #forgetOldest(): void {
    for (const key of this.#byKey.keys()) {
      if (this.#byKey.size <= mostRemembered) return;
      this.#byKey.delete(key);
    }
  }
}

/** The throttle of one app; it remembers at most 20,000 accounts and addresses, in memory only. */
export function createSignInThrottle(clock: Clock): SignInThrottle {
  const allowances = new Allowances(clock);
  const allowancesOf = (account: string, address: string | null) => {
    const ofAccount = allowances.get(accountKey(account), ruleOfAccount);
    // While an account is guessed at from everywhere, an address that is new to it gets one attempt a minute.
    const mostOfPair = ofAccount.left > 0 ? ruleOfPair.most : 1;
    return {
      ofAccount,
      ofAddress: allowances.get(addressKey(address), ruleOfAddress),
      ofPair: allowances.get(`${accountKey(account)} ${addressKey(address)}`, ruleOfPair, mostOfPair),
    };
  };
  return {
    begin(account, address) {
      const { ofAccount, ofAddress, ofPair } = allowancesOf(account, address);
      const waitMs = Math.max(allowances.waitMs(ofPair, ruleOfPair), allowances.waitMs(ofAddress, ruleOfAddress));
      if (waitMs > 0) return waitMs;
      ofPair.left -= 1;
      ofAddress.left -= 1;
      ofAccount.left = Math.max(0, ofAccount.left - 1);
      return 0;
    },
    succeeded(account, address) {
      const { ofAccount, ofAddress, ofPair } = allowancesOf(account, address);
      ofPair.left = ofPair.most;
      ofAddress.left = Math.min(ofAddress.most, ofAddress.left + 1);
      ofAccount.left = Math.min(ofAccount.most, ofAccount.left + 1);
    },
  };
}
