import type { ConnectionInput } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { Pace, TlsMode } from '../core/connection.ts';
import type { ConnectionRow, Flag } from '../storage/tables.ts';
import { readCaCertificates } from './ca-certificate.ts';
import { faultOfGlob } from './job-globs.ts';
import { normaliseUrl } from './normalise-url.ts';

/** Everything of a connection that a person fills in, but the token. */
export type ConnectionForm = Omit<ConnectionInput, 'token'>;
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** The form as it would have to be filled in to get the stored connection. */
export function formOf(row: ConnectionRow): ConnectionForm {
  return {
    name: row.name,
    url: row.base_url,
    username: row.username,
    tlsMode: row.tls_mode as TlsMode,
    caCertificate: row.ca_certificate,
    syncIntervalSeconds: row.sync_interval_ms === null ? null : row.sync_interval_ms / 1000,
    historyDays: row.history_days,
    historyBuilds: row.history_builds,
    includeJobs: JSON.parse(row.include_jobs) as string[],
    excludeJobs: JSON.parse(row.exclude_jobs) as string[],
    pace: row.pace as Pace,
    paused: row.is_paused === 1,
  };
}

/** The columns that a form fills. */
export function columnsOf(form: ConnectionForm) {
  return {
    name: form.name,
    base_url: form.url,
    username: form.username,
    tls_mode: form.tlsMode,
    ca_certificate: form.caCertificate,
    sync_interval_ms: form.syncIntervalSeconds === null ? null : form.syncIntervalSeconds * 1000,
    history_days: form.historyDays,
    history_builds: form.historyBuilds,
    include_jobs: JSON.stringify(form.includeJobs),
    exclude_jobs: JSON.stringify(form.excludeJobs),
    pace: form.pace,
    is_paused: (form.paused ? 1 : 0) as Flag,
  };
}

/** Throws `unprocessable` that names the fields, if there are any faults. */
export function refuseFaults(faults: readonly FieldFault[]): void {
  const [first] = faults;
  if (first !== undefined) throw new AppError('unprocessable', first.message, { details: faults });
}

function checkCaCertificate({ caCertificate, tlsMode }: Pick<ConnectionForm, 'caCertificate' | 'tlsMode'>): {
  readonly pem: string | null;
  readonly faults: readonly FieldFault[];
} {
  const text = caCertificate?.trim() ?? '';
  if (text === '') {
    const message = 'The TLS mode "ca" needs the certificate of the authority, as PEM text.';
    return { pem: null, faults: tlsMode === 'ca' ? [{ path: 'caCertificate', message }] : [] };
  }
  const read = readCaCertificates(text);
  if ('pem' in read) return { pem: read.pem, faults: [] };
  return { pem: null, faults: [{ path: 'caCertificate', message: read.fault }] };
}

/** One spelling of URL and certificate. Throws `unprocessable` with a fault per field for what the schema cannot see. */
export function checkForm<T extends Omit<ConnectionForm, 'name'>>(form: T): T {
  const ca = checkCaCertificate(form);
  const globs = (['includeJobs', 'excludeJobs'] as const).flatMap((field) =>
    form[field].flatMap((glob, index) => {
      const message = faultOfGlob(glob);
      return message === null ? [] : [{ path: `${field}.${index}`, message }];
    }),
  );
  refuseFaults([...ca.faults, ...globs]);
  return { ...form, url: normaliseUrl(form.url), caCertificate: ca.pem };
}
