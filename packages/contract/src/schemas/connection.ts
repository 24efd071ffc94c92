import { z } from 'zod';
import { millisecondsSchema } from './common.ts';
import { stageSourceNames } from './deep.ts';

/** The closed list of what can be wrong with a connection (product wording in docs/guides/connecting-jenkins.md). */
export const connectionCodes = [
  'unauthorized',
  'forbidden',
  'no_jobs_visible',
  'timeout',
  'unreachable',
  'dns',
  'tls_untrusted',
  'tls_hostname',
  'tls_expired',
  'tls_protocol',
  'not_jenkins',
  'redirect_refused',
  'unavailable',
  'anonymous_session',
  'not_found',
  'rate_limited',
  'response_too_large',
  'bad_data',
  'address_denied',
  'secret_unreadable',
  'internal',
] as const;
export const connectionCodeSchema = z.enum(connectionCodes);

export const tlsModes = ['default', 'ca', 'insecure'] as const;
export const paces = ['gentle', 'normal', 'fast'] as const;

const httpUrl = z
  .string()
  .trim()
  .max(2000)
  .refine((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    return (
      (url.protocol === 'http:' || url.protocol === 'https:') &&
      url.username === '' &&
      url.password === '' &&
      url.search === '' &&
      url.hash === ''
    );
  }, 'expected an http:// or https:// address without user name, query or fragment');

const noControlCharacters = (value: string) => !/\p{Cc}/u.test(value);
const name = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(100)
  .refine(noControlCharacters, 'control characters are not allowed');
const username = z
  .string()
  .trim()
  .min(1, 'a user name is needed')
  .max(200)
  .refine(
    (value) => noControlCharacters(value) && !value.includes(':'),
    'colons and control characters are not allowed',
  );
const token = z
  .string()
  .trim()
  .min(1, 'an API token is needed')
  .max(4096)
  .refine(noControlCharacters, 'control characters are not allowed');
const globs = z.array(z.string().trim().min(1).max(500)).max(200);

const settings = {
  tlsMode: z.enum(tlsModes),
  caCertificate: z.string().max(200_000).nullable().describe('PEM text; needed when tlsMode is "ca"'),
  syncIntervalSeconds: z.int().min(1).max(86_400).nullable().describe('null = the server-wide interval'),
  historyDays: z.int().min(1).max(36_500),
  historyBuilds: z.int().min(1).max(10_000_000),
  includeJobs: globs,
  excludeJobs: globs,
  pace: z.enum(paces),
  paused: z.boolean(),
};

/** Body of `POST /connections` and of the test of an unsaved form. Everything but the first four has a default. */
export const connectionInputSchema = z.strictObject({
  name,
  url: httpUrl,
  username,
  token,
  tlsMode: settings.tlsMode.default('default'),
  caCertificate: settings.caCertificate.default(null),
  syncIntervalSeconds: settings.syncIntervalSeconds.default(null),
  historyDays: settings.historyDays.default(90),
  historyBuilds: settings.historyBuilds.default(5000),
  includeJobs: settings.includeJobs.default([]),
  excludeJobs: settings.excludeJobs.default([]),
  pace: settings.pace.default('normal'),
  paused: settings.paused.default(false),
});
export type ConnectionInput = z.infer<typeof connectionInputSchema>;

/** Test of an unsaved form: the name may still be missing. */
export const connectionTestInputSchema = connectionInputSchema.extend({ name: name.optional() });

/** Body of `PATCH /connections/:id`. A change of URL, user name, TLS mode or CA certificate demands the token again. */
export const connectionPatchSchema = z.strictObject({ name, url: httpUrl, username, token, ...settings }).partial();
export type ConnectionPatch = z.infer<typeof connectionPatchSchema>;

export const connectionStates = [
  'active',
  'importing',
  'paused',
  'unauthorized',
  'forbidden',
  'unreachable',
  'tls_error',
  'not_jenkins',
  'starting',
  'failed',
] as const;

export const connectionSchema = z.object({
  id: z.int(),
  name: z.string(),
  url: z.string(),
  username: z.string(),
  hasToken: z.boolean(),
  tlsMode: z.enum(tlsModes),
  caCertificate: z.string().nullable(),
  tlsVerified: z
    .boolean()
    .describe('false when certificates are not checked, by mode or by JENKINS_TLS_REJECT_UNAUTHORIZED'),
  syncIntervalSeconds: z.int().nullable(),
  historyDays: z.int(),
  historyBuilds: z.int(),
  includeJobs: z.array(z.string()),
  excludeJobs: z.array(z.string()),
  pace: z.enum(paces),
  paused: z.boolean(),
  status: z.string().describe('the state in words, as lists show it: Active, Importing, Unauthorized …'),
  state: z.enum(connectionStates),
  lastSuccessAt: z.string().nullable(),
  lastError: z
    .object({ code: connectionCodeSchema, message: z.string(), cause: z.string(), fix: z.string(), at: z.string() })
    .nullable(),
  consecutiveFailures: z.int(),
  nextAttemptAt: z.string().nullable(),
  progress: z.object({
    done: z.int(),
    total: z.int(),
    phase: z.enum(['waiting', 'mapping', 'latest', 'recent', 'older', 'done']),
    etaSeconds: z.int().nullable(),
  }),
  jobs: z.int(),
  builds: z.object({ known: z.int(), expected: z.int(), open: z.int(), lost: z.int() }),
  isIdle: z.boolean().describe('nothing left to fetch'),
  newestBuildAt: z.string().nullable(),
  requestsPerMinute: z.number(),
  droppedItems: z.int().describe('items in answers that could not be read and were left out'),
  stageSource: z
    .enum([...stageSourceNames, 'none'])
    .nullable()
    .describe('what tells stages there; none = no plugin does; null = not found out yet'),
  load: z
    .object({
      since: z.string().describe('the beginning of this hour'),
      requests: z.int(),
      bytes: z.int().describe('as they came over the wire'),
      controllerMs: millisecondsSchema.describe('spent by the controller answering, network included'),
      recordLoads: z.int().describe('build records it had to load, estimated'),
      budget: z
        .object({ requests: z.int(), recordLoads: z.int() })
        .describe('the most that the pace allows in an hour'),
    })
    .describe('what this connection has cost the controller in this hour'),
  pushSince: z.string().nullable().describe('since when Jenkins may announce builds; null = there is no secret for it'),
  deepWork: z
    .object({ open: z.int(), parked: z.int() })
    .describe('stages, reports, changes and logs still to be fetched, and those given up for now'),
  jenkinsVersion: z.string().nullable(),
  createdAt: z.string(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const connectionTestSchema = z.object({
  ok: z.boolean(),
  code: z.union([z.literal('ok'), connectionCodeSchema]),
  message: z.string(),
  cause: z.string().nullable(),
  fix: z.string().nullable(),
  jenkinsVersion: z.string().nullable(),
  authenticatedAs: z.string().nullable(),
  jobsVisible: z.int().nullable(),
  latencyMs: z.int().nullable(),
  tlsVerified: z.boolean(),
  suggestedUrl: z
    .string()
    .nullable()
    .describe('the address the controller itself points to, when the entered one is redirected'),
  rights: z.array(z.object({ name: z.string(), granted: z.boolean().nullable(), effect: z.string() })),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
