import { type FailureRule, logRules } from '../failure-rule.ts';

const { configuration, infrastructure, scm, timeout } = logRules;

/** What Jenkins itself, the operating system or the machine said: it ended the build, whatever else its log holds. */
export const firstRules: readonly FailureRule[] = [
  {
    id: 'tests-unstable',
    category: 'test_failure',
    where: 'counts',
    matches: ({ result, tests }) => result === 'UNSTABLE' && (tests?.failed ?? 0) > 0,
  },
  infrastructure(
    'agent-offline',
    /(?:Agent|Slave) went offline during the build|^Agent (?:\S+ )?was (?:removed|deleted)|Agent was removed or went offline|seems to be removed or offline|Waiting for reconnection of|Timeout waiting for agent to come back/,
  ),
  infrastructure('agent-contact', /^Cannot contact \S+:|Could not connect to \S+ to send interrupt|JENKINS-48300/),
  infrastructure(
    'channel-closed',
    /ChannelClosedException|Backing channel '.*' is disconnected|Unexpected termination of the channel|RequestAbortedException|^ERROR: Connection was broken|The channel is closing down/,
  ),
  infrastructure(
    'agent-pod',
    /Queue task was cancelled|\[OOMKilled\]|Container \[.*\] terminated|Unable to pull container image|ImagePullBackOff.*jenkins|^ERROR: missing workspace/,
  ),
  infrastructure(
    'disk-full',
    /no space left on device|ENOSPC|Disk quota exceeded|not enough (?:disk )?space|There is not enough space on the disk/i,
  ),
  infrastructure(
    'out-of-memory',
    /OutOfMemoryError|JavaScript heap out of memory|GC overhead limit exceeded|Cannot allocate memory|insufficient memory for the Java Runtime|\bMemoryError\b|Unable to allocate \d.* for an array|Out of memory: Kill|OOMKilled|std::bad_alloc/,
  ),
  infrastructure(
    'killed',
    /(?:line \d+: +\d+ Killed\b)|Killed signal terminated program|signal: killed|exit code 137\b|returned exit code -1\b/,
  ),
  infrastructure(
    'daemon-gone',
    /Gradle build daemon disappeared unexpectedly|Cannot connect to the Docker daemon|error during connect:.*docker|The forked VM terminated without properly saying goodbye|driver failed programming external connectivity/,
  ),
  infrastructure('file-handles', /Too many open files|EMFILE|System limit for number of file watchers/),
  timeout(
    'step-timeout',
    /^(?:ERROR: )?Timeout has been exceeded|^Cancelling nested steps due to timeout|^Build timed out \(after/,
  ),
  timeout('test-run-timeout', /^panic: test timed out after|^Killed by timeout|returned exit code 124\b/),
  configuration(
    'jenkinsfile-syntax',
    /^WorkflowScript: \d+:|CpsCompilationErrorsException|MultipleCompilationErrorsException/,
  ),
  configuration(
    'unknown-step',
    /No such DSL method|No such (?:static )?(?:property|field): |MissingPropertyException|MissingMethodException|No signature of method:|MissingContextVariableException|Required context class/,
  ),
  configuration('sandbox', /RejectedAccessException|Scripts not permitted to use|UnapprovedUsageException/),
  configuration(
    'pipeline-code',
    /NotSerializableException|Cannot (?:invoke method|get property|set property) .* on null object|GroovyCastException|CpsCallableInvocation/,
  ),
  configuration(
    'credentials',
    /Could not find credentials entry|CredentialNotFoundException|^ERROR: No such credentials|Credentials '.*' (?:is of type|could not be found)|CredentialsUnavailableException/,
  ),
  configuration(
    'tool-missing',
    /^ERROR: No tool named|does not have an install of|No (?:JDK|Maven|NodeJS|tool) .*(?:found|configured)/,
  ),
  configuration(
    'shared-library',
    /^ERROR: (?:Library|No library|No version) .*|Loading libraries failed|No version .* found for library/,
  ),
  configuration(
    'jenkinsfile-absent',
    /Unable to find \S*Jenkinsfile|ERROR: .*Jenkinsfile.* not found|Jenkinsfile not found/i,
  ),
  configuration('job-dsl', /\(DSL script, line \d+\)|javaposse\.jobdsl\.|^ERROR: .*\(\w+\.groovy, line \d+\)/),
  configuration(
    'nothing-to-publish',
    /No (?:artifacts|test report files) .*(?:found|were found)|Configuration error\?|doesn’t match anything|doesn't match anything/,
  ),
  scm(
    'checkout',
    /^ERROR: Error (?:cloning|fetching) remote repo|Maximum checkout retry attempts reached|Couldn't find any revision to build|hudson\.plugins\.git\.GitException|Could not fetch branches from source/,
  ),
  scm(
    'git-refused',
    /^(?:stderr: )?(?:remote: HTTP Basic: Access denied|fatal: Authentication failed|fatal: couldn't find remote ref|fatal: unable to access|fatal: clone of|git@\S+: Permission denied|fatal: early EOF|fatal: index-pack failed|error: RPC failed)|^Host key verification failed|index\.lock': File exists/,
  ),
  scm('other-scm', /SVNException|^ERROR: Failed to (?:update|check out) svn|^ERROR: P4: |abort: .*(?:mercurial|hg)/),
  scm('merge-conflict', /^CONFLICT \(|^Automatic merge failed/),
  scm('git-lfs', /smudge filter lfs failed|external filter 'git-lfs|Smudge error/),
  scm('git-push', /^error: failed to push some refs|^ ?! \[(?:remote )?rejected\]/),
];
