import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { toStorableText, toStorableTextOrNull } from '../../core/storable-text.ts';
import { mostTestsOfProject } from '../../core/test-key.ts';
import type { TestSuitePart } from '../../core/test-report.ts';
import type { TestCaseTable, TestSuiteTable } from '../deep-tables.ts';
import type { StepContext } from '../step-context.ts';

export interface TestName {
  readonly className: string | null;
  readonly name: string;
}
export type SuiteName = Pick<TestSuitePart, 'name' | 'stageNames'>;

const mostNameLength = 1_000;
const mostStageNames = 50;
/** Collisions of 132 bits do not happen, so that equal digests are equal names. */
const digestLength = 22;

/** What makes two names of tests the same. */
export function identityOfTest({ className, name }: TestName): string {
  return className === null ? `n${name}` : `c${className}\0${name}`;
}

export function identityOfSuite({ name, stageNames }: SuiteName): string {
  return JSON.stringify([name, ...stageNames]);
}

// The project is part of it, so that a name is looked for by one column: beside an index that begins with the project,
// SQLite would take the one of the primary key and read all names of the project.
function digestOf(projectId: number, identity: string): string {
  return hash('sha256', `${projectId} ${identity}`, 'base64url').slice(0, digestLength);
}

interface Entry<Name> {
  readonly projectId: number;
  readonly name: Name;
  readonly number: number;
  readonly digest: string;
}

interface Dictionary<Name> {
  /** Of the names in memory, by project. */
  readonly scopeOf: (projectId: number) => string;
  readonly counter: 'next_test' | 'next_suite';
  readonly find: (digests: readonly string[]) => Promise<readonly { digest: string; number: number }[]>;
  readonly add: (entries: readonly Entry<Name>[]) => Promise<void>;
}

/** A name that is not in memory. */
interface Unknown<Name> {
  readonly projectId: number;
  readonly identity: string;
  readonly name: Name;
}

/** Takes numbers for so many names of each project; returns the first one of each project that has so many left. */
async function take(
  { statements, tx }: StepContext,
  counter: 'next_test' | 'next_suite',
  counts: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<number, number>> {
  const column = sql.ref(counter);
  const taken = await statements.join(
    tx,
    `take ${counter}`,
    { rows: [...counts].map(([id, count]) => ({ id, count })), types: ['bigint', 'bigint'] },
    (given) => sql<{ id: number; next: number }>`
      update test_project set ${column} = ${column} + given.column2 from ${given}
      where test_project.id = given.column1 and ${column} + given.column2 <= ${sql.lit(mostTestsOfProject)}
      returning test_project.id, ${column} as next`,
  );
  return new Map(taken.map(({ id, next }) => [id, next - (counts.get(id) ?? 0)]));
}

/** Numbers names that are not in memory; returns the projects that have had too many different ones. Those of the others are in memory afterwards. */
async function number<Name>(
  context: StepContext,
  wanted: readonly Unknown<Name>[],
  { scopeOf, counter, find, add }: Dictionary<Name>,
): Promise<ReadonlySet<number>> {
  if (wanted.length === 0) return new Set();
  const { names } = context;
  const unknown = new Map(wanted.map((entry) => [digestOf(entry.projectId, entry.identity), entry]));
  for (const { digest, number: known } of await find([...unknown.keys()])) {
    const entry = unknown.get(digest);
    if (entry !== undefined) names.set(scopeOf(entry.projectId), entry.identity, known);
    unknown.delete(digest);
  }
  if (unknown.size === 0) return new Set();
  const byProject = Map.groupBy(unknown, ([, { projectId }]) => projectId);
  const first = await take(context, counter, new Map([...byProject].map(([id, { length }]) => [id, length])));
  const entries: Entry<Name>[] = [];
  for (const [projectId, some] of byProject) {
    const from = first.get(projectId);
    if (from === undefined) continue;
    for (const [index, [digest, { name, identity }]] of some.entries()) {
      names.set(scopeOf(projectId), identity, from + index);
      entries.push({ projectId, name, number: from + index, digest });
    }
  }
  await add(entries);
  return new Set([...byProject.keys()].filter((id) => !first.has(id)));
}

function tests({ connectionId, statements, tx }: StepContext): Dictionary<TestName> {
  return {
    scopeOf: (projectId) => `tests:${projectId}`,
    counter: 'next_test',
    find: (digests) =>
      statements.forKeys(tx, 'tests by digest', { keys: digests }, (keys) =>
        tx.selectFrom('test_case').select(['digest', 'test as number']).where('digest', 'in', keys),
      ),
    add: (entries) => {
      const rows = entries.map(
        ({ projectId, name: { className, name }, number: test, digest }): TestCaseTable => ({
          project_id: projectId,
          test,
          connection_id: connectionId,
          digest,
          class_name: toStorableTextOrNull(className, mostNameLength),
          name: toStorableText(name, mostNameLength),
        }),
      );
      return statements.insert(tx, 'test_case', rows, (some) => tx.insertInto('test_case').values(some));
    },
  };
}

function suites({ connectionId, statements, tx }: StepContext): Dictionary<SuiteName> {
  return {
    scopeOf: (projectId) => `suites:${projectId}`,
    counter: 'next_suite',
    find: (digests) =>
      statements.forKeys(tx, 'suites by digest', { keys: digests }, (keys) =>
        tx.selectFrom('test_suite').select(['digest', 'suite as number']).where('digest', 'in', keys),
      ),
    add: (entries) => {
      const rows = entries.map(({ projectId, name: { name, stageNames }, number: suite, digest }): TestSuiteTable => {
        const stages = stageNames.slice(0, mostStageNames).map((stage) => toStorableText(stage, mostNameLength));
        return {
          project_id: projectId,
          suite,
          connection_id: connectionId,
          digest,
          name: toStorableTextOrNull(name, mostNameLength),
          stage_names: JSON.stringify(stages),
        };
      });
      return statements.insert(tx, 'test_suite', rows, (some) => tx.insertInto('test_suite').values(some));
    },
  };
}

/** A part of a report with the numbers of its names. */
export interface NumberedSuite {
  readonly suite: number;
  /** In the order of its cases. */
  readonly tests: readonly number[];
}

interface Place {
  readonly numbers: number[];
  readonly index: number;
  readonly scope: string;
  readonly identity: string;
}

/** A name whose number is to be added to a list. */
interface Given<Name> {
  readonly projectId: number;
  readonly name: Name;
  readonly identity: string;
  readonly numbers: number[];
}

/** Looks the names up in memory; those that are not there are returned with the places that wait for them. */
function lookUp<Name>({ names }: StepContext, { scopeOf }: Dictionary<Name>, given: readonly Given<Name>[]) {
  const unknown: Unknown<Name>[] = [];
  const places: Place[] = [];
  for (const entry of given) {
    const { projectId, identity, numbers } = entry;
    const scope = scopeOf(projectId);
    const known = names.get(scope, identity);
    if (known === undefined) {
      unknown.push(entry);
      places.push({ numbers, index: numbers.length, scope, identity });
    }
    numbers.push(known ?? 0);
  }
  return { unknown, places };
}

async function numberAll<Name>(
  context: StepContext,
  dictionary: Dictionary<Name>,
  given: readonly Given<Name>[],
): Promise<ReadonlySet<number>> {
  const { unknown, places } = lookUp(context, dictionary, given);
  const refused = await number(context, unknown, dictionary);
  for (const { numbers, index, scope, identity } of places) numbers[index] = context.names.get(scope, identity) ?? 0;
  return refused;
}

/** Parts of reports of one project. */
export interface PartsOfProject {
  readonly projectId: number;
  readonly parts: readonly TestSuitePart[];
}

/**
 * Numbers the tests and suites of parts of reports of different projects, in their order; unknown names are added. Null
 * for a project that has had more than two million different ones: its names change with every build.
 */
export async function numberNames(
  context: StepContext,
  projects: readonly PartsOfProject[],
): Promise<readonly (readonly NumberedSuite[] | null)[]> {
  const numbered = projects.map(({ projectId, parts }) => ({
    projectId,
    suites: [] as number[],
    parts: parts.map((part) => ({ part, tests: [] as number[] })),
  }));
  const namesOfSuites = numbered.flatMap(({ projectId, parts, suites: numbers }) =>
    parts.map(({ part }) => ({ projectId, name: part, identity: identityOfSuite(part), numbers })),
  );
  const refused = await numberAll(context, suites(context), namesOfSuites);
  const namesOfTests = numbered
    .filter(({ projectId }) => !refused.has(projectId))
    .flatMap(({ projectId, parts }) =>
      parts.flatMap(({ part, tests: numbers }) =>
        part.cases.map((name) => ({ projectId, name, identity: identityOfTest(name), numbers })),
      ),
    );
  const refusedForTests = await numberAll(context, tests(context), namesOfTests);
  return numbered.map(({ projectId, parts, suites: suiteNumbers }) => {
    if (refused.has(projectId) || refusedForTests.has(projectId)) return null;
    return parts.map(({ tests: numbers }, index) => ({ suite: suiteNumbers[index] ?? 0, tests: numbers }));
  });
}
