import type { ConnectionProblem } from '../core/connection.ts';
import type { ConnectionTestReport } from '../core/connection-test.ts';
import { isTlsVerified } from '../core/is-tls-verified.ts';
import { type Access, ask, malformed } from './access.ts';
import { connect } from './connect.ts';
import { connectionProblem } from './connection-problem.ts';
import type { CallOptions, Heads } from './controller.ts';
import type { ControllerOptions } from './controller-options.ts';
import { askHeads } from './heads.ts';
import { createLimiter } from './limiter.ts';
import { createLoadMeter } from './load-meter.ts';
import type { Miss } from './miss.ts';
import { asBoolean, asObject, asText, member } from './read-json.ts';
import type { Attempt, Reply } from './reply.ts';
import { type Grants, rightsGrid, unknownGrants } from './rights.ts';
import { samplePlugins } from './sample-plugins.ts';

/** For all requests together; a person waits in front of a form. */
const mostMs = 14_000;
const firstAnswerMs = 8_000;

const unlimited = {
  requestsPerSecond: Number.POSITIVE_INFINITY,
  loadsPerSecond: Number.POSITIVE_INFINITY,
  mostInFlight: 6,
};

interface Trial {
  readonly access: Access;
  readonly options: CallOptions;
  readonly startedAtMs: number;
}

type Report = Omit<ConnectionTestReport, 'isTlsVerified'>;

interface Found {
  readonly jenkinsVersion: string | null;
  readonly authenticatedAs: string | null;
  readonly latencyMs: number | null;
  readonly jobsVisible: number | null;
  readonly grants: Grants;
}

const nothingFound: Found = {
  jenkinsVersion: null,
  authenticatedAs: null,
  latencyMs: null,
  jobsVisible: null,
  grants: unknownGrants,
};

function failedReport({ code, message, cause, fix, suggestedUrl }: ConnectionProblem, found: Found): Report {
  const { grants, ...rest } = found;
  const overallRead = code === 'forbidden' ? false : grants.overallRead;
  return {
    isOk: code === 'no_jobs_visible',
    code,
    message,
    cause,
    fix,
    ...rest,
    suggestedUrl: suggestedUrl ?? null,
    rights: rightsGrid({ ...grants, overallRead }),
  };
}

function goodReport(found: Found): Report {
  const { grants, ...rest } = found;
  const jobs =
    found.jobsVisible === null
      ? ''
      : ` ${found.jobsVisible === 1 ? '1 job is' : `${found.jobsVisible} jobs are`} readable.`;
  const user = found.authenticatedAs === null ? '' : ` as ${found.authenticatedAs}`;
  const message = `Connected to Jenkins ${found.jenkinsVersion ?? ''}${user}.${jobs}`;
  return {
    isOk: true,
    code: 'ok',
    message,
    cause: null,
    fix: null,
    ...rest,
    suggestedUrl: null,
    rights: rightsGrid(grants),
  };
}

/** Time left of the whole test, in real time: the sockets know no other. */
function leftMs({ startedAtMs }: Trial, most: number): number {
  return Math.max(1, Math.min(most, mostMs - (performance.now() - startedAtMs)));
}

function askRoot(trial: Trial, itemPath: string, tree: string): Promise<Attempt<Reply>> {
  const { access, options } = trial;
  return ask(access, { itemPath, tree, kind: 'test', loads: 0, deadlineMs: leftMs(trial, firstAnswerMs), options });
}

/** A right is denied when Jenkins says so; other misses tell nothing about it. */
function isGranted(attempt: { readonly ok: boolean; readonly miss?: Miss }): boolean | null {
  if (attempt.ok) return true;
  const reason = attempt.miss?.reason;
  return reason === 'denied' || reason === 'barred' || reason === 'absent' ? false : null;
}

async function tryOptional(trial: Trial, heads: Heads | null): Promise<Partial<Grants>> {
  const [queue, agents, plugins] = await Promise.all([
    askRoot(trial, '/queue', 'items[id]'),
    askRoot(trial, '/computer', 'computer[displayName]'),
    heads === null
      ? null
      : samplePlugins(trial.access, heads.jobs, { ...trial.options, deadlineMs: leftMs(trial, firstAnswerMs) }),
  ]);
  return {
    queue: isGranted(queue),
    agents: isGranted(agents),
    ...(plugins === null ? {} : { stages: plugins.stages, tests: plugins.tests }),
  };
}

function listedJobs(reply: Reply): number | null {
  const jobs = member(asObject(reply.body) ?? {}, 'jobs');
  return Array.isArray(jobs) ? jobs.length : null;
}

/** What is readable, once it is clear that we are let in. */
async function explore(trial: Trial, found: Found): Promise<Report> {
  const root = await askRoot(trial, '', 'jobs[name]');
  if (!root.ok) return failedReport(root.miss.problem, found);
  const listed = listedJobs(root.value);
  if (listed === null) return failedReport(malformed('no list of jobs').problem, found);
  const granted: Grants = { ...found.grants, overallRead: true, jobRead: listed > 0 ? true : null };
  const heads = listed === 0 ? null : await askHeads(trial.access, trial.options);
  const tree = heads?.ok === true ? heads.value.value : null;
  const jobsVisible = listed === 0 ? 0 : (tree?.jobs.length ?? null);
  const grants = { ...granted, ...(await tryOptional(trial, tree)) };
  const version = found.jenkinsVersion ?? root.value.version;
  const all: Found = { ...found, jenkinsVersion: version, jobsVisible, grants };
  return jobsVisible === 0 ? failedReport(connectionProblem('no_jobs_visible'), all) : goodReport(all);
}

async function tryOut(trial: Trial): Promise<Report> {
  const who = await askRoot(trial, '/whoAmI', 'name,anonymous,authenticated,authorities');
  const latencyMs = Math.round(performance.now() - trial.startedAtMs);
  // A filter may hide this one address: the root then tells whether anything can be read.
  if (!who.ok && who.miss.reason === 'absent') return explore(trial, { ...nothingFound, latencyMs });
  if (!who.ok) return failedReport(who.miss.problem, nothingFound);
  const raw = asObject(who.value.body) ?? {};
  const name = asText(member(raw, 'name'), 200);
  const found: Found = { ...nothingFound, jenkinsVersion: who.value.version, latencyMs };
  if (name === null) return failedReport(malformed('no user name').problem, found);
  const isAnonymous = asBoolean(member(raw, 'anonymous')) === true || name === 'anonymous';
  if (isAnonymous) return failedReport(connectionProblem('anonymous_session'), { ...found, authenticatedAs: name });
  return explore(trial, { ...found, authenticatedAs: name });
}

/**
 * Tries a connection out: who we are, what is readable, what is missing. Ends within 15 s for any controller, repeats nothing
 * (a wrong password that is repeated can lock an account), and stays `isOk` with the warning `no_jobs_visible`.
 */
export async function probeConnection(options: ControllerOptions, signal?: AbortSignal): Promise<ConnectionTestReport> {
  const { token } = options.connection;
  const verified = { isTlsVerified: isTlsVerified(options.connection.tlsMode, options.verifiesTlsByDefault) };
  if (token === null) return { ...failedReport(connectionProblem('secret_unreadable'), nothingFound), ...verified };
  const limiter = createLimiter(unlimited, options.clock);
  const { access, outbound } = connect(options, { token, limiter, mostRetries: 0, meter: createLoadMeter() });
  const deadline = AbortSignal.timeout(mostMs);
  const until = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  try {
    const trial: Trial = { access, options: { urgency: 'live', signal: until }, startedAtMs: performance.now() };
    return { ...(await tryOut(trial)), ...verified };
  } finally {
    limiter.close();
    await outbound.close();
  }
}
