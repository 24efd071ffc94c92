import { type FailureRule, logRules } from '../failure-rule.ts';

const { deployment, quality } = logRules;

/** What comes after compiling and testing, told by tools that do nothing else. */
export const gateRules: readonly FailureRule[] = [
  deployment(
    'maven-deploy',
    /(?:maven-deploy-plugin|nexus-staging-maven-plugin|central-publishing-maven-plugin|maven-release-plugin)\S*:\S+ .*(?:Failed|failed|on project)|Failed to deploy artifacts/,
  ),
  deployment(
    'helm',
    /^Error: (?:UPGRADE|INSTALLATION|ROLLBACK) FAILED|rendered manifests contain a resource that already exists/,
  ),
  deployment(
    'kubernetes',
    /^error: (?:deployment|statefulset|daemonset) ".*" exceeded its progress deadline|^error: timed out waiting for the condition|^Error from server \(|^The \w+ ".*" is invalid:|CrashLoopBackOff|KubernetesClientException/,
  ),
  deployment('argocd', /^FATA\[\d+\].*|waiting for app ".*" match desired state/),
  deployment(
    'terraform',
    /^│ Error: |^Error: Error acquiring the state lock|^Error: .*applying plan|terraform\S* exited with/,
  ),
  deployment('ansible', /^fatal: \[.*\]: (?:FAILED|UNREACHABLE)! =>|^\S+ +: ok=\d+ .*(?:failed|unreachable)=[1-9]/),
  deployment('cloud', /^Waiter \w+ failed|CREATE_FAILED|UPDATE_ROLLBACK|ROLLBACK_COMPLETE|Stack \S+ failed to deploy/),
  deployment(
    'image-push',
    /\bdenied: requested access to the resource is denied|^error pushing image|failed to push (?:image|to destination)|^Error: .*pushing image|unauthorized: authentication required.*push|^received unexpected HTTP status/,
  ),
  deployment(
    'package-publish',
    /(?:npm (?:error|ERR!)) .*(?:- PUT |cannot publish over)|HTTPError: 4\d\d .*upload|File already exists.*pypi/i,
  ),
  deployment(
    'remote-shell',
    /^\S+@\S+: Permission denied \(publickey|^lost connection$|Exception when publishing, exception message/,
  ),
  deployment('verify', /(?:health|smoke) ?check failed|rolling back to (?:revision|release)/i),
  quality(
    'quality-gate',
    /Quality gate (?:is|has been missed|failed)|QUALITY GATE STATUS: FAILED|aborted due to quality gate failure|quality gates have been missed/i,
  ),
  quality(
    'maven-gate',
    /Failed to execute goal \S*(?:checkstyle|pmd|spotbugs|findbugs|jacoco|dependency-check|spotless|license|rewrite)\S*:|Coverage checks have not been met|Rule violated for (?:bundle|package|class)/,
  ),
  quality(
    'gradle-gate',
    /format violations|Analysis failed with \d+ weighted issues|Checkstyle rule violations were found|PMD rule violations were found|SpotBugs violations were found|Lint found (?:fatal )?errors/,
  ),
  quality(
    'js-lint',
    /^✖ \d+ problems? \(|^\d+ problems? \(\d+ errors?|Code style issues found|^ERROR: .*Found fixable errors/,
  ),
  quality(
    'coverage',
    /coverage threshold for|Required test coverage of|does not meet (?:global )?threshold|coverage .*(?:below|lower than) .*(?:minimum|threshold)/i,
  ),
  quality(
    'python-lint',
    /^Found \d+ errors?(?: in \d+ files?|\.)|\d+ files? would be reformatted|Your code has been rated at .*fail|^Oh no! /,
  ),
  quality(
    'go-rust-lint',
    /-D clippy::|clippy::\w+|^Diff in .*:\d+:?$|^\d+ issues?:$|^\S+\.go:\d+:\d+: .*\((?:errcheck|govet|staticcheck|gosimple|unused|ineffassign|revive|gocritic)\)/,
  ),
  quality('ruby-lint', /^\d+ files inspected, [1-9]\d* offenses? detected/),
  quality(
    'vulnerabilities',
    /^[1-9]\d* (?:\w+ severity )?vulnerabilit|^Total: \d+ \(.*(?:HIGH|CRITICAL): [1-9]|known issues, found \d+ issues?|CVSS score greater than/,
  ),
  quality('dockerfile-lint', /^\S*Dockerfile\S*:\d+ (?:DL|SC)\d{4}/),
];
