import {
  type Connection,
  type ConnectionInput,
  type ConnectionPatch,
  connectionInputSchema,
  connectionTestInputSchema,
  type paces,
  type tlsModes,
} from '@buildbutler/contract';

/** A connection as its form holds it: what a person types, as text. */
export interface ConnectionForm {
  readonly name: string;
  readonly url: string;
  readonly username: string;
  readonly token: string;
  readonly tlsMode: (typeof tlsModes)[number];
  readonly caCertificate: string;
  readonly syncIntervalSeconds: string;
  readonly historyDays: string;
  readonly historyBuilds: string;
  readonly includeJobs: string;
  readonly excludeJobs: string;
  readonly pace: (typeof paces)[number];
  readonly paused: boolean;
}

export type FormErrors = Partial<Record<keyof ConnectionForm, string>>;

/** The form of a connection that does not exist yet: the contract's own defaults. */
export const emptyForm: ConnectionForm = {
  name: '',
  url: '',
  username: '',
  token: '',
  tlsMode: 'default',
  caCertificate: '',
  syncIntervalSeconds: '',
  historyDays: '90',
  historyBuilds: '5000',
  includeJobs: '',
  excludeJobs: '',
  pace: 'normal',
  paused: false,
};

export const formFields = Object.keys(emptyForm) as (keyof ConnectionForm)[];

/** The form of a saved connection; the token is never there. */
export function formOf(connection: Connection): ConnectionForm {
  return {
    name: connection.name,
    url: connection.url,
    username: connection.username,
    token: '',
    tlsMode: connection.tlsMode,
    caCertificate: connection.caCertificate ?? '',
    syncIntervalSeconds: connection.syncIntervalSeconds === null ? '' : String(connection.syncIntervalSeconds),
    historyDays: String(connection.historyDays),
    historyBuilds: String(connection.historyBuilds),
    includeJobs: connection.includeJobs.join('\n'),
    excludeJobs: connection.excludeJobs.join('\n'),
    pace: connection.pace,
    paused: connection.paused,
  };
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const whole = (text: string) => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

function rawInput(form: ConnectionForm) {
  return {
    ...form,
    // A certificate that belongs to another mode is not sent along.
    caCertificate: form.tlsMode === 'ca' && form.caCertificate.trim() !== '' ? form.caCertificate.trim() : null,
    syncIntervalSeconds: form.syncIntervalSeconds.trim() === '' ? null : whole(form.syncIntervalSeconds),
    historyDays: whole(form.historyDays),
    historyBuilds: whole(form.historyBuilds),
    includeJobs: lines(form.includeJobs),
    excludeJobs: lines(form.excludeJobs),
  };
}

const numberHints: FormErrors = {
  syncIntervalSeconds: 'a whole number of seconds from 1 to 86,400, or nothing',
  historyDays: 'a whole number from 1 to 36,500',
  historyBuilds: 'a whole number from 1 to 10,000,000',
};

function ownErrors(form: ConnectionForm): FormErrors {
  if (form.tlsMode !== 'ca') return {};
  if (form.caCertificate.trim() === '') return { caCertificate: 'paste the certificate of the authority' };
  if (!form.caCertificate.includes('-----BEGIN CERTIFICATE-----')) {
    return { caCertificate: 'expected PEM text that begins with -----BEGIN CERTIFICATE-----' };
  }
  return {};
}

type Schema = typeof connectionInputSchema | typeof connectionTestInputSchema;

function errorsBy(schema: Schema, raw: object, form: ConnectionForm): FormErrors {
  const errors: FormErrors = ownErrors(form);
  const parsed = schema.safeParse(raw);
  for (const issue of parsed.error?.issues ?? []) {
    const field = formFields.find((name) => name === issue.path[0]);
    if (field !== undefined) errors[field] ??= numberHints[field] ?? issue.message;
  }
  return errors;
}

/** Stands for the token that the server has and never tells; it is not sent (see patchOf). */
const savedToken = '(saved)';

/** Reads a form for saving: the body, or what is wrong by field. `keepsToken`: an empty token means the saved one. */
export function readForm(form: ConnectionForm, keepsToken = false): { body: ConnectionInput } | { errors: FormErrors } {
  const raw = rawInput(form);
  const checked = keepsToken && raw.token.trim() === '' ? { ...raw, token: savedToken } : raw;
  const errors = errorsBy(connectionInputSchema, checked, form);
  return Object.keys(errors).length > 0 ? { errors } : { body: connectionInputSchema.parse(checked) };
}

/** Reads a form for a test, which needs no name. */
export function readTrial(form: ConnectionForm): { body: Omit<ConnectionInput, 'name'> } | { errors: FormErrors } {
  const { name: _notNeeded, ...raw } = rawInput(form);
  const errors = errorsBy(connectionTestInputSchema, raw, form);
  return Object.keys(errors).length > 0 ? { errors } : { body: connectionTestInputSchema.parse(raw) };
}

const sameUrl = (a: string, b: string) => a.trim().replace(/\/+$/, '') === b.trim().replace(/\/+$/, '');

const certificateOf = (form: ConnectionForm) => (form.tlsMode === 'ca' ? form.caCertificate.trim() : '');

/** Does what changed send the token somewhere else or in another way, so that it must be entered again? */
export function needsTokenAgain(form: ConnectionForm, saved: Connection): boolean {
  return (
    !sameUrl(form.url, saved.url) ||
    form.username.trim() !== saved.username ||
    form.tlsMode !== saved.tlsMode ||
    certificateOf(form) !== (saved.caCertificate ?? '').trim()
  );
}

/** Does a form reach Jenkins in the same way as the saved connection, so that testing the saved one says it all? */
export function reachesAsSaved(form: ConnectionForm, saved: Connection): boolean {
  return form.token === '' && !needsTokenAgain(form, saved);
}

/** Only what differs from the saved connection; the token only when one was entered. */
export function patchOf(body: ConnectionInput, form: ConnectionForm, saved: Connection): ConnectionPatch {
  const { token, ...settings } = body;
  const changed = Object.entries(settings).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(saved[key as keyof typeof settings]),
  );
  return { ...Object.fromEntries(changed), ...(form.token.trim() === '' ? {} : { token }) };
}

/** The page in Jenkins where a user makes API tokens; undefined until the URL can be read. */
export function tokenPageUrl(url: string, username: string): string | undefined {
  if (!URL.canParse(url.trim())) return undefined;
  const { protocol, origin, pathname } = new URL(url.trim());
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const base = origin + pathname.replace(/\/+$/, '');
  const name = username.trim();
  return name === '' ? `${base}/me/configure` : `${base}/user/${encodeURIComponent(name)}/security`;
}
