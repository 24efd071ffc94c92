import type { Environment } from './environment.ts';
import type { SettingFaults } from './setting-faults.ts';

/** Reads the text of one variable: a value, or null for a text that cannot be read. */
export type Parser<T> = (text: string) => T | null;

export interface Setting<T> {
  readonly name: string;
  readonly parse: Parser<T>;
  /** Completes "Expected …": `a port number from 0 to 65535, such as 3000`. */
  readonly expected: string;
  /** More to say about this very text. */
  readonly hint?: (text: string) => string | null;
  /** True for texts that may hold a password: they are not repeated in the message. */
  readonly isSecret?: boolean;
}

const longestShown = 100;

function shown(text: string): string {
  const flat = text.replaceAll(/\p{Cc}/gu, '?');
  return flat.length > longestShown ? `${flat.slice(0, longestShown)}…` : flat;
}

export type ReadSetting = <T, D>(setting: Setting<T>, otherwise: D) => T | D;

/** Reads variables of `env`; empty ones count as absent, faults are gathered. */
export function createSettingReader(env: Environment, faults: SettingFaults): ReadSetting {
  return ({ name, parse, expected, hint, isSecret = false }, otherwise) => {
    const text = env[name];
    if (text === undefined || text.trim() === '') return otherwise;
    const value = parse(text.trim());
    if (value !== null) return value;
    const what = isSecret ? 'its value' : `"${shown(text)}"`;
    const more = hint?.(text) ?? null;
    faults.add(name, `${name}: ${what} cannot be read. Expected ${expected}.${more === null ? '' : ` ${more}`}`);
    return otherwise;
  };
}
