import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressRules, Purpose } from '../core/address-rules.ts';
import { isAddressAllowed } from './address-check.ts';

/** Our own rules forbid the address. */
export class AddressDenied extends Error {
  readonly code = 'BB_ADDRESS_DENIED';
}

/** Resolves a name to all of its addresses, as `dns.lookup` does. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface LookupGuard {
  readonly purpose: Purpose;
  readonly addressRules: AddressRules;
  /** In place of the name service of the machine. */
  readonly resolveName?: ResolveName | undefined;
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number | undefined,
) => void;

function checked(found: readonly LookupAddress[], hostname: string, guard: LookupGuard): Error | null {
  if (found.length === 0) return Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  const isFine = found.every(({ address }) => isAddressAllowed(address, hostname, guard.purpose, guard.addressRules));
  return isFine ? null : new AddressDenied(`${hostname} resolves to an address that is not allowed`);
}

/** A lookup that checks what a name resolves to at the moment of connecting: a second answer of the name server cannot slip past. */
export function guardedLookup(guard: LookupGuard): LookupFunction {
  const resolveName: ResolveName = guard.resolveName ?? dnsLookup;
  return (hostname, options, callback: LookupCallback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      const problem = error ?? checked(found, hostname, guard);
      const first = found?.[0];
      if (problem !== null || first === undefined) callback(problem, '', 0);
      else if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}
