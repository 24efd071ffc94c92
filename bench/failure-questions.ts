import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failureQuestions } from '../packages/server/src/insights/failure-questions.ts';
import { openStore } from '../packages/server/src/storage/open-store.ts';

// How long the questions of the failure pages take with 1,000,000 builds in a year, one in six red, of 3,000 failures.
const folder = mkdtempSync(join(tmpdir(), 'bb-failures-'));
const path = join(folder, 'x.db');
openStore({ path, role: 'collector' }).close();
const now = Date.UTC(2026, 5, 30);
const year = 365 * 86_400_000;
const raw = new DatabaseSync(path);
raw.exec('begin');
raw.exec(
  "insert into connection (id,name,base_url,username,tls_mode,history_days,history_builds,include_jobs,exclude_jobs,pace,is_paused,created_at_ms,updated_at_ms) values (1,'P','http://x','u','default',1,1,'[]','[]','gentle',0,0,0)",
);
const job = raw.prepare(
  "insert into job (id,connection_id,full_name,folder,name,kind,incarnation,next_build_number,is_disabled,is_backfilled,ledger,collected_count,open_count,lost_count,expected_count,is_building) values (?,1,?,'/t',?,'pipeline',1,1,0,1,'{}',0,0,0,0,0)",
);
for (let i = 1; i <= 2000; i++) job.run(i, `t/j${i}`, `j${i}`);
const fp = raw.prepare('insert into failure_fingerprint (id,digest,title,lines) values (?,?,?,?)');
for (let i = 1; i <= 3000; i++) fp.run(i, `d${i}`, `title ${i}`, '["line"]');
const b = raw.prepare(
  "insert into build (id,seq,job_id,connection_id,number,result,is_building,is_matrix,started_at_ms,duration_ms,branch_id,agent_id,is_in_jenkins,detail,failure_category) values (?,?,?,1,?,?,0,0,?,60000,1,?,1,'{}',?)",
);
const f = raw.prepare(
  "insert into build_failure (build_id,connection_id,job_id,category,rule,fingerprint_id,is_final,rules_version,started_at_ms,duration_ms,evidence) values (?,1,?,?,'x',?,1,1,?,60000,?)",
);
const ev = JSON.stringify([
  [0, 12, 'x'.repeat(200)],
  [0, 13, 'y'.repeat(200)],
]);
let seed = 1;
const rnd = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const N = 1_000_000;
const next = new Map<number, number>();
for (let i = 0; i < N; i++) {
  const j = 1 + Math.floor(2000 * rnd() ** 2.2);
  const n = (next.get(j) ?? 0) + 1;
  next.set(j, n);
  const red = rnd() < 0.17;
  const at = now - year + Math.floor((i / N) * year);
  const id = j * 2 ** 27 + n;
  const cat = Math.floor(rnd() * 10);
  b.run(id, i + 1, j, n, red ? 2 : 0, at, 1 + Math.floor(rnd() * 60), red ? cat : null);
  if (red) f.run(id, j, cat, 1 + Math.floor(3000 * rnd() ** 2), at, ev);
}
raw.exec('commit; analyze');
raw.close();
const store = openStore({ path, role: 'api' });
const asked = { tz: 'Europe/Berlin', page: 1, per_page: 25, sort: 'count', order: 'desc' } as const;
const [busiest = 1, builds = 1] = [...next].sort((x, y) => y[1] - x[1])[0] ?? [];
const newest = Array.from({ length: 20 }, (_, at) => `b_${(busiest * 2 ** 27 + builds - at).toString(36)}`);
const ask = failureQuestions;
const cases: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['equal failures, 30 days', () => ask.listFailures(store, { ...asked, range: '30d' }, now)],
  ['equal failures, a year', () => ask.listFailures(store, { ...asked, range: '1y' }, now)],
  ['equal failures, a year, one folder', () => ask.listFailures(store, { ...asked, range: '1y', folder: '/t' }, now)],
  ['categories, 30 days', () => ask.failureFigures(store, { ...asked, range: '30d' }, now)],
  ['categories, a year', () => ask.failureFigures(store, { ...asked, range: '1y' }, now)],
  ['bursts, 30 days', () => ask.listBursts(store, { range: '30d' }, now)],
  ['bursts, a year', () => ask.listBursts(store, { range: '1y' }, now)],
  ['one failure, 30 days', () => ask.getFailure(store, { ...asked, id: 'f_1', range: '30d' }, now)],
  ['one failure, a year', () => ask.getFailure(store, { ...asked, id: 'f_1', range: '1y' }, now)],
  ['why 20 builds are red', () => Promise.all(newest.map((id) => ask.buildFailure(store, { id })))],
  ['rules', () => ask.listFailureRules(store, null, now)],
];
const rounds = 20;
console.log('question                              median      p95   (ms)');
for (const [name, question] of cases) {
  const times: number[] = [];
  await question();
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await question();
    times.push(performance.now() - startedAt);
  }
  times.sort((x, y) => x - y);
  const at = (share: number) => (times[Math.floor(rounds * share)] ?? 0).toFixed(1).padStart(8);
  console.log(`${name.padEnd(36)}${at(0.5)} ${at(0.95)}`);
}
await store.close();
rmSync(folder, { recursive: true });
