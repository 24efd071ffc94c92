import { createHash } from 'node:crypto';
import type { FailureVerdict } from '../../core/failure/classify-failure.ts';
import { categoryNumber } from '../../core/failure/failure-category.ts';
import { isHeading } from '../../core/failure/log-lines.ts';
import { toStorableText } from '../../core/storable-text.ts';
import { advanceCounter } from '../advance-counter.ts';
import { markChanged } from '../changed-hours.ts';
import { toFlag } from '../flag.ts';
import type { DatabaseTransaction } from '../open-store.ts';
import type { StatementCache } from '../statement-cache.ts';
import { packEvidence } from './pack-evidence.ts';
import type { BuildToClassify } from './read-failure-facts.ts';

export interface Classified {
  readonly build: BuildToClassify;
  /** The mark under which it was read. */
  readonly marks: number;
  /** Null = it is not red, or nothing can be said yet. */
  readonly verdict: FailureVerdict | null;
}

interface Writing {
  readonly tx: DatabaseTransaction;
  readonly statements: StatementCache;
  readonly rulesVersion: number;
}

/** Takes marks off; what was marked again meanwhile stays marked, what another process has done is left out. */
async function claim({ tx, statements }: Writing, all: readonly Classified[]): Promise<Classified[]> {
  const keys = all.map(({ build }) => build.id);
  const taken = await statements.forKeys(tx, 'claimed failures', { keys }, (some) =>
    tx.deleteFrom('failure_work').where('build_id', 'in', some).returningAll(),
  );
  const marks = new Map(taken.map((row) => [row.build_id, row]));
  const later = all.flatMap(({ build, marks: read }) => {
    const row = marks.get(build.id);
    return row === undefined || row.marks === read ? [] : [row];
  });
  await statements.insert(tx, 'failure_work again', later, (some) => tx.insertInto('failure_work').values(some));
  const again = new Set(later.map((row) => row.build_id));
  return all.filter(({ build }) => marks.has(build.id) && !again.has(build.id));
}

async function fingerprintIds(
  { tx, statements }: Writing,
  prints: readonly (readonly string[])[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map(prints.map((lines) => [digestOf(lines), lines]));
  const rows = [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([digest, lines]) => ({
      digest,
      title: toStorableText(titleOf(lines), 300),
      lines: toStorableText(JSON.stringify(lines), 8_000),
    }));
  await statements.insert(tx, 'failure_fingerprint', rows, (some) =>
    tx
      .insertInto('failure_fingerprint')
      .values(some)
      .onConflict((conflict) => conflict.column('digest').doNothing()),
  );
  const found = await statements.forKeys(tx, 'fingerprints', { keys: [...wanted.keys()] }, (some) =>
    tx.selectFrom('failure_fingerprint').select(['id', 'digest']).where('digest', 'in', some),
  );
  return new Map(found.map(({ digest, id }) => [digest, id]));
}

function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}

/** The line that says most: the first that is more than a name. */
function titleOf(lines: readonly string[]): string {
  const telling = lines.filter((line) => !isHeading(line));
  const [first = lines[0] ?? '', second] = telling;
  return second !== undefined && /^[\w.$#<>-]+$/.test(first) ? `${first}: ${second}` : first;
}

/** Writes categories and tells whoever keeps builds in memory what is another one now, or belongs to another fingerprint. */
async function writeCategories(
  { tx, statements }: Writing,
  categories: ReadonlyMap<number, number | null>,
  regrouped: ReadonlySet<number>,
): Promise<void> {
  const keys = [...categories.keys()];
  const before = await statements.forKeys(tx, 'categories before', { keys }, (some) =>
    tx.selectFrom('build').select(['id', 'started_at_ms', 'failure_category']).where('id', 'in', some),
  );
  const changed = before.filter((row) => row.failure_category !== categories.get(row.id));
  for (const [category, rows] of Map.groupBy(changed, (row) => categories.get(row.id) ?? null)) {
    const ids = rows.map((row) => row.id);
    await statements.forKeys(tx, 'write categories', { keys: ids, before: [category] }, (some) =>
      tx.updateTable('build').set({ failure_category: category }).where('id', 'in', some),
    );
  }
  const times = [...changed, ...before.filter((row) => regrouped.has(row.id))].map((row) => row.started_at_ms);
  if (times.length === 0) return;
  await advanceCounter(tx, 'data_version', 1);
  await markChanged(tx, times);
}

/** Writes what was found of red builds; returns those that belong to another fingerprint than before. */
async function writeRows(
  writing: Writing,
  red: readonly (Classified & { readonly verdict: FailureVerdict })[],
): Promise<ReadonlySet<number>> {
  const { tx, statements, rulesVersion } = writing;
  const prints = red.map(({ verdict }) => verdict.fingerprint).filter((lines) => lines.length > 0);
  const ids = await fingerprintIds(writing, prints);
  const known = await statements.forKeys(
    tx,
    'fingerprints before',
    { keys: red.map(({ build }) => build.id) },
    (some) => tx.selectFrom('build_failure').select(['build_id', 'fingerprint_id']).where('build_id', 'in', some),
  );
  const before = new Map(known.map((row) => [row.build_id, row.fingerprint_id]));
  const rows = red.map(({ build, verdict }) => ({
    build_id: build.id,
    connection_id: build.connectionId,
    job_id: build.jobId,
    category: categoryNumber(verdict.category),
    rule: verdict.rule,
    fingerprint_id: verdict.fingerprint.length === 0 ? null : (ids.get(digestOf(verdict.fingerprint)) ?? null),
    is_final: toFlag(!build.isWaiting),
    rules_version: rulesVersion,
    started_at_ms: build.startedAtMs,
    duration_ms: build.durationMs,
    evidence: packEvidence(verdict.evidence),
  }));
  await statements.insert(tx, 'build_failure', rows, (some) =>
    tx
      .insertInto('build_failure')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('build_id').doUpdateSet((e) => ({
          category: e.ref('excluded.category'),
          rule: e.ref('excluded.rule'),
          fingerprint_id: e.ref('excluded.fingerprint_id'),
          is_final: e.ref('excluded.is_final'),
          rules_version: e.ref('excluded.rules_version'),
          started_at_ms: e.ref('excluded.started_at_ms'),
          duration_ms: e.ref('excluded.duration_ms'),
          evidence: e.ref('excluded.evidence'),
        })),
      ),
  );
  return new Set(
    rows.filter((row) => (before.get(row.build_id) ?? null) !== row.fingerprint_id).map((row) => row.build_id),
  );
}

/** Writes what rules found, in place of what they found before; what people have set stays. */
export async function recordVerdicts(writing: Writing, all: readonly Classified[]): Promise<void> {
  const { tx, statements, rulesVersion } = writing;
  const claimed = await claim(writing, all);
  if (claimed.length === 0) return;
  const red = claimed.filter((one): one is Classified & { verdict: FailureVerdict } => one.verdict !== null);
  const green = claimed.filter(({ build }) => build.facts === null).map(({ build }) => build.id);
  const open = claimed
    .filter(({ build, verdict }) => build.facts !== null && verdict === null)
    .map(({ build }) => build.id);
  // Known from before, with more to come: these rules have nothing to add until it is there.
  await statements.forKeys(tx, 'rules of open failures', { keys: open, before: [rulesVersion] }, (some) =>
    tx.updateTable('build_failure').set({ rules_version: rulesVersion }).where('build_id', 'in', some),
  );
  await statements.forKeys(tx, 'failures no more', { keys: green }, (some) =>
    tx.deleteFrom('build_failure').where('build_id', 'in', some),
  );
  const regrouped = await writeRows(writing, red);
  const corrected = await statements.forKeys(
    tx,
    'corrections of failures',
    { keys: red.map(({ build }) => build.id) },
    (some) => tx.selectFrom('failure_correction').select(['build_id', 'category']).where('build_id', 'in', some),
  );
  await writeCategories(
    writing,
    new Map([
      ...green.map((id) => [id, null] as const),
      ...red.map(({ build, verdict }) => [build.id, categoryNumber(verdict.category)] as const),
      ...corrected.map((row) => [row.build_id, row.category] as const),
    ]),
    regrouped,
  );
}
