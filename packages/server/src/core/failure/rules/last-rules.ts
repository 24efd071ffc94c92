import { type FailureRule, logRules } from '../failure-rule.ts';

const { configuration, infrastructure, scm } = logRules;

/** What many logs hold that failed of something else, and what stages and exit codes alone suggest. */
export const lastRules: readonly FailureRule[] = [
  scm(
    'git-any',
    /^fatal: (?:Could not read from remote repository|could not read Username|repository .* not found|not a git repository|reference is not a tree)/,
  ),
  infrastructure(
    'network',
    /^(?!.*\b(?:WARN|retry|attempt)).*(?:Connection reset by peer|Could not resolve host|Connection refused|ECONNREFUSED|ECONNRESET|No route to host|Temporary failure in name resolution|UnknownHostException|SSL connection|SSLHandshakeException|Connection timed out|The requested URL returned error: 5\d\d|Network is unreachable)/,
  ),
  configuration('exit-127', /script returned exit code 12[67]\b/),
  // Whatever was thrown, it was thrown in the Jenkinsfile itself.
  configuration('pipeline-exception', /\bat WorkflowScript\.run\(WorkflowScript:\d+\)/),
  { id: 'stage-checkout', category: 'scm_error', where: 'stage', pattern: /check ?out|\bscm\b|\bclone\b/i },
  {
    id: 'stage-deploy',
    category: 'deployment_error',
    where: 'stage',
    pattern: /deploy|publish|release|roll ?out|\bpush\b|upload|promote/i,
  },
  {
    id: 'stage-quality',
    category: 'quality_gate',
    where: 'stage',
    pattern: /\blint|quality|sonar|static|coverage|format|style|scan/i,
  },
  {
    id: 'stage-test',
    category: 'test_failure',
    where: 'stage',
    pattern: /\btests?\b|\be2e\b|integration|regression|smoke|\bspecs?\b/i,
  },
];
