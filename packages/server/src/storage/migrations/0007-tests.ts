import type { Migration } from '../migration.ts';

/** Tags of tests; the newest outcomes of each test by branch of a job, and which of them are flaky. */
export const tests: Migration = {
  version: 7,
  name: 'tests',
  statements: [
    'create index test_report_started on test_report (started_at_ms)',
    `create table test_tag (
      test_id bigint not null, tag text not null, connection_id integer not null, primary key (test_id, tag)
    ) clustered`,
    'create index test_tag_tag on test_tag (tag)',
    'create table uncounted_report (build_id big_key, connection_id integer not null)',
    `create table test_outcomes (
      job_id integer not null, branch_id integer not null, connection_id integer not null, oldest_number integer not null,
      newest_number integer not null, rules_version bigint not null, outcomes blob not null, primary key (job_id, branch_id)
    ) clustered`,
    'create index test_outcomes_rules on test_outcomes (rules_version)',
    `create table flaky_test (
      job_id integer not null, branch_id integer not null, test_id bigint not null, connection_id integer not null,
      runs integer not null, passed integer not null, flips integer not null, reason integer not null, recent text not null,
      last_run_ms bigint not null, last_flip_build_id bigint, last_flip_ms bigint, primary key (job_id, branch_id, test_id)
    ) clustered`,
    'create index flaky_test_test on flaky_test (test_id)',
    "insert into counter (name, value) values ('flaky_rules', 1)",
    'insert into uncounted_report (build_id, connection_id) select build_id, connection_id from test_report where is_complete = 1',
  ],
};
