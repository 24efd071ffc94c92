import { fullNameOf } from '../core/job.ts';
import { itemOfUrl } from '../jenkins/job-path.ts';

/** Which build is said to have started or ended. */
export interface Announcement {
  /** Full name; null = it does not say. */
  readonly job: string | null;
  readonly number: number | null;
}

export interface RawAnnouncement {
  readonly query: { readonly job?: string | undefined; readonly number?: string | undefined };
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

const mostNameLength = 2_000;
const jobKeys = ['job', 'job_name', 'jobName', 'JOB_NAME', 'fullName'];
const numberKeys = ['number', 'build_number', 'buildNumber', 'BUILD_NUMBER'];
const addressKeys = ['full_url', 'build_url', 'buildUrl', 'BUILD_URL', 'url', 'job_url', 'JOB_URL'];

type Part = Readonly<Record<string, unknown>>;

function asPart(value: unknown): Part | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : null;
}

function valuesOf(parts: readonly Part[], keys: readonly string[]): unknown[] {
  return parts.flatMap((part) => keys.flatMap((key) => (Object.hasOwn(part, key) ? [part[key]] : [])));
}

function toNumber(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

function toName(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > mostNameLength) return null;
  const name = value.trim().replace(/^\/+|\/+$/g, '');
  return name === '' ? null : name;
}

/** The first that is not null. */
function firstOf<T>(values: readonly unknown[], read: (value: unknown) => T | null): T | null {
  for (const value of values) {
    const found = read(value);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Reads an announcement however it was sent: by query, as the Notification plugin does (`{ url, build: { number, full_url } }`),
 * or as JSON that names job and number, or the address of the build, in one of the usual ways.
 */
export function readAnnouncement({ query, body = {} }: RawAnnouncement): Announcement {
  const build = asPart(body.build);
  const parts = build === null ? [query, body] : [query, build, body];
  const address = firstOf(valuesOf(parts, addressKeys), itemOfUrl);
  const number = firstOf(valuesOf(parts, numberKeys), toNumber) ?? address?.number ?? null;
  const named = firstOf(valuesOf(parts, jobKeys), toName);
  return { job: named ?? (address === null ? null : fullNameOf(address.path)), number };
}
