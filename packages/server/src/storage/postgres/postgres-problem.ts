import { StoreProblem } from '../storage-problem.ts';

const unreachable = 'The database server cannot be reached.';
const goesOn = 'BuildButler goes on by itself as soon as it answers.';

/** By code of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html); then by its class, the first two characters. */
const sentences: Readonly<Record<string, string>> = {
  '08': `The connection to the database was lost. ${goesOn}`,
  '25006': 'The database takes no changes: it is a standby, or set to read-only.',
  '25P03': `The database ended a transaction that took too long. ${goesOn}`,
  '28000':
    'The database does not let BuildButler in: its pg_hba.conf has no rule for this address, user and encryption.',
  '28P01': 'The database refuses the user name or the password of BUILDBUTLER_DATABASE_URL.',
  '3D000': 'The database that BUILDBUTLER_DATABASE_URL names does not exist. Create it first.',
  '3F000': 'The schema that BUILDBUTLER_DATABASE_URL names does not exist. Create it first.',
  '40': 'The database could not bring two changes into an order. Try again.',
  '42501':
    'The database user of BUILDBUTLER_DATABASE_URL may not do this. It has to own the schema: `alter schema public owner to <user>`.',
  '53': `The database server is short of something. ${goesOn}`,
  '53100': 'The disk of the database server is full. Free some space; BuildButler goes on by itself.',
  '53300': `The database server has no connections left. Raise max_connections, or run fewer programs on it. ${goesOn}`,
  '55P03': 'The store is busy: another process has been writing to it for too long.',
  '57': `The database server is stopping or starting. ${goesOn}`,
  '57014': 'The database took too long for this question and gave up.',
  '58': 'The disk of the database server reports an error.',
  XX001: 'The database is damaged. Stop BuildButler and restore a backup.',
  XX002: 'The database is damaged. Stop BuildButler and restore a backup.',
};

/** By code of Node, or by what the driver says where there is none. */
const reachSentences: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [
    /no such file.*open|EACCES.*open/,
    'A file that BUILDBUTLER_DATABASE_URL names (sslrootcert, sslcert, sslkey) cannot be read.',
  ],
  [/ENOTFOUND|EAI_AGAIN/, `The host name of the database server is not known. ${goesOn}`],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES/, `${unreachable} ${goesOn}`],
  [/ETIMEDOUT|timeout/i, `The database server does not answer in time. ${goesOn}`],
  [
    /does not support SSL/,
    'The database server has no encryption, but BUILDBUTLER_DATABASE_URL asks for it (sslmode).',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ALTNAME/,
    'The certificate of the database server is not trusted. Name its authority in BUILDBUTLER_DATABASE_URL: sslmode=verify-full&sslrootcert=<file>.',
  ],
  [
    /ECONNRESET|EPIPE|Connection terminated|not queryable|socket/i,
    `The connection to the database was lost. ${goesOn}`,
  ],
];

function textOf(error: object, name: 'code' | 'message'): string {
  const value = (error as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** True for a complaint of the server itself, as opposed to one of the way to it. */
function isFromServer(error: object): boolean {
  return 'severity' in error;
}

/** Turns what keeps the database from its work into an `unavailable` error with a sentence; everything else stays what it is. */
export function postgresProblem(error: unknown): unknown {
  if (error === null || typeof error !== 'object' || error instanceof StoreProblem) return error;
  const code = textOf(error, 'code');
  if (isFromServer(error)) {
    const sentence = sentences[code] ?? sentences[code.slice(0, 2)];
    return sentence === undefined ? error : new StoreProblem(sentence, error);
  }
  const found = reachSentences.find(([pattern]) => pattern.test(code) || pattern.test(textOf(error, 'message')));
  return found === undefined ? error : new StoreProblem(found[1], error);
}

/** As `postgresProblem`, for an attempt to connect: whatever kept it from succeeding, the database cannot be asked. */
export function connectProblem(error: unknown): unknown {
  const problem = postgresProblem(error);
  return problem instanceof StoreProblem ? problem : new StoreProblem(`${unreachable} ${goesOn}`, error);
}

/** True when the connection is gone, whatever else goes on: the server ended it, or the way to it broke. */
export function isConnectionLost(error: unknown): boolean {
  if (error === null || typeof error !== 'object') return false;
  const code = textOf(error, 'code');
  if (isFromServer(error)) return code.startsWith('08') || code.startsWith('57P');
  return /ECONNRESET|EPIPE|Connection terminated|not queryable/.test(`${code} ${textOf(error, 'message')}`);
}

/** True when the server has undone a transaction only because of another one: the same again may succeed. */
export function isWorthAnotherTry(error: unknown): boolean {
  const cause = error instanceof StoreProblem ? error.cause : error;
  if (cause === null || typeof cause !== 'object' || !isFromServer(cause)) return false;
  return textOf(cause, 'code') === '40P01' || textOf(cause, 'code') === '40001';
}
