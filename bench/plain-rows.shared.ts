import { DatabaseSync } from 'node:sqlite';
import { casesOf, type Invented, sequence, stagesOf } from './invented-builds.shared.ts';

const pragmas =
  'pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -32000; pragma wal_autocheckpoint = 16000';
const tables = [
  `create table build (id integer primary key, job_id integer, number integer, result text, started_at_ms integer, duration_ms integer,
    queue_ms integer, branch text, commit_sha text, agent text, tests_total integer, tests_failed integer)`,
  'create unique index build_number on build (job_id, number)',
  'create index build_started on build (started_at_ms)',
  'create index build_branch on build (branch, started_at_ms)',
  `create table stage (build_id integer, position integer, name text, status text, started_at_ms integer, duration_ms integer,
    primary key (build_id, position))`,
  `create table test (build_id integer, position integer, class text, name text, status text, duration_ms integer, error text, stack text,
    primary key (build_id, position))`,
];

/** The baseline: the same data as plain rows, one prepared insert a row, one transaction a step. Nothing is looked up, rolled up or listed. */
export class PlainRows {
  readonly #database: DatabaseSync;
  readonly #random = sequence(3);
  readonly #insertBuild;
  readonly #insertStage;
  readonly #insertTest;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(pragmas);
    for (const statement of tables) this.#database.exec(statement);
    this.#insertBuild = this.#database.prepare('insert into build values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#insertStage = this.#database.prepare('insert into stage values (?, ?, ?, ?, ?, ?)');
    this.#insertTest = this.#database.prepare('insert into test values (?, ?, ?, ?, ?, ?, ?, ?)');
  }

  write(step: readonly Invented[]): void {
    this.#database.exec('begin immediate');
    for (const invented of step) this.#writeBuild(invented);
    this.#database.exec('commit');
  }

  #writeBuild({ job, build }: Invented): void {
    const { number, result, startedAtMs, durationMs, queueMs, branch, commit, agent } = build;
    const failed = build.tests?.failed ?? 0;
    const row = [job, number, result, startedAtMs, durationMs, queueMs, branch, commit, agent, 10, failed];
    const id = this.#insertBuild.run(...row).lastInsertRowid;
    for (const [position, stage] of stagesOf(startedAtMs).entries())
      this.#insertStage.run(id, position, stage.name, stage.status, stage.startedAtMs, stage.durationMs);
    for (const [position, test] of casesOf(job, failed, this.#random).entries()) {
      const { className, durationMs: took, errorDetails, errorStackTrace, name, status } = test;
      this.#insertTest.run(id, position, className, name, status, took, errorDetails, errorStackTrace);
    }
  }

  close(): void {
    this.#database.close();
  }
}
