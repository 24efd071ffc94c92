/** What each figure means, as people read it on hover; the same words as docs/glossary.md. */
export const definitions = {
  builds: 'Finished builds that started in the range. Running builds are not counted yet.',
  successRate: 'Passed ÷ (passed + unstable + failed). Aborted and not built ones are left out.',
  duration: 'Time from start to end of passed, unstable and failed builds.',
  median: 'Half of the builds took no longer than this (passed, unstable and failed ones).',
  p95: '95 of 100 builds took no longer than this (passed, unstable and failed ones).',
  queueTime: 'Average time from entering the queue to the start on an executor.',
  testsPassed: 'Passed ÷ all test results, skipped ones included in the total.',
  agentsOnline: 'Agents that are connected right now, of all that the controllers know.',
  running: 'Builds on an executor right now, and items waiting in the queues.',
  minutesBurnt: 'Minutes spent in failed and unstable builds.',
  failures: 'Failed and unstable builds in the range.',
  redSince: 'Start of the first red build since the last green one. Red = failed or unstable.',
  estimate: "Jenkins' own estimate: the average of the last successful builds.",
  usual: 'The median duration of this job over the last 30 days.',
  completeness:
    'Build numbers that we hold, of all that exist: from the oldest number Jenkins could still show to the newest. Open = still running. Lost = deleted in Jenkins before we came.',
  trend: 'The newest 20 builds: height is the duration, colour the result.',
} as const;
