import { timingSafeEqual } from 'node:crypto';
import type { Item } from './truth/item.ts';
import { fullName } from './truth/item-names.ts';

export interface Grants {
  readonly overallRead?: boolean;
  readonly administer?: boolean;
  /** For all items, or for those whose full name (`team/api`) passes. */
  readonly jobRead?: boolean | ((fullName: string) => boolean);
  readonly jobDiscover?: boolean;
}

export interface UserSpec extends Grants {
  readonly name: string;
  readonly token?: string;
  readonly password?: string;
}

/** Who asks, and what they may see. */
export class Viewer {
  readonly name: string;
  readonly isAnonymous: boolean;
  /** True when the password was given instead of a token: then a POST needs a crumb. */
  readonly usesPassword: boolean;
  readonly #grants: Grants;

  constructor(viewer: { name: string; isAnonymous: boolean; usesPassword: boolean; grants: Grants }) {
    this.name = viewer.name;
    this.isAnonymous = viewer.isAnonymous;
    this.usesPassword = viewer.usesPassword;
    this.#grants = viewer.grants;
  }

  get isAdministrator(): boolean {
    return this.#grants.administer === true;
  }

  get hasOverallRead(): boolean {
    return this.isAdministrator || this.#grants.overallRead === true;
  }

  canRead(item: Item): boolean {
    const { jobRead = false } = this.#grants;
    if (this.isAdministrator || jobRead === true) return true;
    return jobRead !== false && jobRead(fullName(item));
  }

  canDiscover(item: Item): boolean {
    return this.canRead(item) || this.#grants.jobDiscover === true;
  }
}

/** The account that a fake has unless told otherwise: Overall/Read and Job/Read, what BuildButler asks for. */
export const ciBot = {
  name: 'ci-bot',
  token: `11${'b'.repeat(32)}`,
  password: 'ci-bot-pw',
  overallRead: true,
  jobRead: true,
} as const satisfies UserSpec;

function isSame(a: string, b: string | undefined): boolean {
  if (b === undefined) return false;
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function parseBasic(header: string): { name: string; secret: string } | null {
  const text = Buffer.from(header.slice('basic '.length).trim(), 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** Accounts of a controller; may be changed while it answers. */
export class Accounts {
  users: readonly UserSpec[];
  anonymous: Grants;

  constructor(users: readonly UserSpec[], anonymous: Grants = {}) {
    this.users = users;
    this.anonymous = anonymous;
  }

  /** Who an `Authorization` header stands for; null when its secret is wrong (401). Only Basic is understood. */
  authenticate(header: string | undefined): Viewer | null {
    if (header === undefined || !/^basic /i.test(header)) {
      return new Viewer({ name: 'anonymous', isAnonymous: true, usesPassword: false, grants: this.anonymous });
    }
    const given = parseBasic(header);
    const user = this.users.find(({ name }) => name.toLowerCase() === given?.name.toLowerCase());
    if (given === null || user === undefined) return null;
    const usesPassword = isSame(given.secret, user.password);
    if (!usesPassword && !isSame(given.secret, user.token)) return null;
    return new Viewer({ name: user.name, isAnonymous: false, usesPassword, grants: user });
  }
}
