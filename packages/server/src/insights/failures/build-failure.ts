import type { BuildFailure, Evidence } from '@buildbutler/contract';
import { AppError } from '../../core/app-error.ts';
import { keyOf } from '../../core/entity-id.ts';
import { categoryAt } from '../../core/failure/failure-category.ts';
import { failureSentence } from '../../core/failure/failure-sentence.ts';
import { publicFingerprintId } from '../../core/failure/fingerprint-id.ts';
import { redStages } from '../../core/failure/red-stages.ts';
import { readStages } from '../../storage/deep/read-stages.ts';
import { unpackEvidence } from '../../storage/failures/pack-evidence.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { iso, resultName } from '../build-view.ts';
import { type BlameWindow, blameWindow, toPoint } from './blame-window.ts';

async function readBuild(db: Database, key: number) {
  return db
    .selectFrom('build')
    .leftJoin('build_failure', 'build_failure.build_id', 'build.id')
    .leftJoin('failure_correction', 'failure_correction.build_id', 'build.id')
    .leftJoin('log_tail', 'log_tail.build_id', 'build.id')
    .select(['build.id', 'build.job_id', 'build.number', 'build.branch_id', 'build.result', 'build.is_building'])
    .select(['build.started_at_ms', 'build.duration_ms', 'build.failure_category', 'log_tail.first_byte'])
    .select(['build_failure.rule', 'build_failure.fingerprint_id', 'build_failure.evidence'])
    .select('failure_correction.actor')
    .where('build.id', '=', key)
    .executeTakeFirst();
}
type Row = NonNullable<Awaited<ReturnType<typeof readBuild>>>;

/** Lines of a log whose beginning was not kept are not the lines that its page shows. */
function evidenceOf({ evidence, first_byte: firstByte }: Row): Evidence[] {
  if (evidence === null) return [];
  return unpackEvidence(evidence).map((one) => ({ ...one, line: firstByte === 0 ? one.line : null }));
}

/** A rule of one's own by its name, also after it was removed. */
async function ruleName(db: Database, rule: string | null): Promise<string | null> {
  if (rule === null || rule === 'none') return null;
  if (!/^\d+$/.test(rule)) return rule;
  const row = await db.selectFrom('failure_rule').select('name').where('id', '=', Number(rule)).executeTakeFirst();
  return row?.name ?? `rule ${rule} (removed)`;
}

async function fingerprintOf(db: Database, id: number | null): Promise<BuildFailure['fingerprint']> {
  if (id === null) return null;
  const print = await db.selectFrom('failure_fingerprint').select('title').where('id', '=', id).executeTakeFirst();
  const seen = await db
    .selectFrom('build_failure')
    .select((e) => [
      e.fn.countAll<number>().as('count'),
      e.fn.count<number>('job_id').distinct().as('jobs'),
      e.fn.min('started_at_ms').as('first'),
      e.fn.max('started_at_ms').as('last'),
    ])
    .where('fingerprint_id', '=', id)
    .executeTakeFirstOrThrow();
  if (print === undefined) return null;
  const { count, jobs, first, last } = seen;
  const times = { firstSeenAt: iso(first ?? 0), lastSeenAt: iso(last ?? 0) };
  return { id: publicFingerprintId(id), title: print.title, count, jobs, ...times };
}

function sentenceOf(row: Row, stage: string | null, evidence: readonly Evidence[], window: BlameWindow): string | null {
  const category = categoryAt(row.failure_category);
  if (category === null) return null;
  const { blame, redSince } = window;
  return failureSentence({
    isUnstable: resultName(row.result) === 'UNSTABLE',
    stage,
    durationMs: row.duration_ms,
    category,
    evidence,
    redSince: redSince?.number ?? null,
    isFirst: redSince?.id === row.id && window.lastGreen !== null,
    authors: [...new Set(blame.commits.flatMap(({ author }) => (author === null ? [] : [author])))],
  });
}

const nothing = {
  ...{ category: null, rule: null, correctedBy: null, sentence: null, stage: null, fingerprint: null },
  ...{ redSince: null, lastGreen: null, blame: { builds: 0, commits: [], hasMore: false } },
};

/** Why a build is red, since when, and what has changed since. Throws `not_found`. */
export async function buildFailure({ db }: Store, id: string): Promise<BuildFailure> {
  const key = keyOf(id);
  const row = key === null ? undefined : await readBuild(db, key);
  if (row === undefined) throw new AppError('not_found', `There is no build ${id}.`);
  const result = resultName(row.result);
  if (row.is_building === 1 || (result !== 'FAILURE' && result !== 'UNSTABLE')) {
    return { state: 'green', ...nothing, evidence: [] };
  }
  const { id: buildId, number, job_id: jobId, branch_id: branchId, started_at_ms } = row;
  const window = await blameWindow(db, { id: buildId, number, started_at_ms, jobId, branchId });
  const stored = await readStages(db, buildId);
  const stage = redStages(stored?.stages ?? [])[0]?.name ?? null;
  const evidence = evidenceOf(row);
  return {
    state: row.failure_category === null ? 'waiting' : 'classified',
    category: categoryAt(row.failure_category),
    rule: await ruleName(db, row.rule),
    correctedBy: row.actor,
    sentence: sentenceOf(row, stage, evidence, window),
    stage,
    evidence,
    fingerprint: await fingerprintOf(db, row.fingerprint_id),
    redSince: toPoint(window.redSince),
    lastGreen: toPoint(window.lastGreen),
    blame: window.blame,
  };
}
