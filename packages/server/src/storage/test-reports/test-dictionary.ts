import { hash } from 'node:crypto';
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

interface Dictionary<Name> {
  readonly scope: string;
  readonly projectId: number;
  readonly find: (digests: readonly string[]) => Promise<readonly { digest: string; number: number }[]>;
  /** Takes `count` numbers; returns the first, or null when there are not so many left. */
  readonly take: (count: number) => Promise<number | null>;
  readonly add: (entries: readonly { name: Name; number: number; digest: string }[]) => Promise<void>;
}

/** Numbers names that are not in memory; false when the project has had too many different ones. Afterwards they are. */
async function number<Name>(
  { names }: StepContext,
  wanted: ReadonlyMap<string, Name>,
  { scope, projectId, find, take, add }: Dictionary<Name>,
): Promise<boolean> {
  if (wanted.size === 0) return true;
  const unknown = new Map([...wanted.keys()].map((identity) => [digestOf(projectId, identity), identity]));
  for (const { digest, number: known } of await find([...unknown.keys()])) {
    names.set(scope, unknown.get(digest) ?? '', known);
    unknown.delete(digest);
  }
  if (unknown.size === 0) return true;
  const first = await take(unknown.size);
  if (first === null) return false;
  const entries = [...unknown].map(([digest, identity], index) => {
    names.set(scope, identity, first + index);
    return { name: wanted.get(identity) as Name, number: first + index, digest };
  });
  await add(entries);
  return true;
}

function taker(context: StepContext, projectId: number, column: 'next_test' | 'next_suite') {
  return async (count: number): Promise<number | null> => {
    const row = await context.tx
      .updateTable('test_project')
      .set((e) => ({ [column]: e(column, '+', count) }))
      .where('id', '=', projectId)
      .where(column, '<=', mostTestsOfProject - count)
      .returning(column)
      .executeTakeFirst();
    return row === undefined ? null : (row[column] as number) - count;
  };
}

function tests(context: StepContext, projectId: number): Dictionary<TestName> {
  const { connectionId, statements, tx } = context;
  return {
    scope: `tests:${projectId}`,
    projectId,
    find: (digests) =>
      statements.forKeys(tx, 'tests by digest', { keys: digests }, (keys) =>
        tx.selectFrom('test_case').select(['digest', 'test as number']).where('digest', 'in', keys),
      ),
    take: taker(context, projectId, 'next_test'),
    add: (entries) => {
      const rows = entries.map(
        ({ name: { className, name }, number: test, digest }): TestCaseTable => ({
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

function suites(context: StepContext, projectId: number): Dictionary<SuiteName> {
  const { connectionId, statements, tx } = context;
  return {
    scope: `suites:${projectId}`,
    projectId,
    find: (digests) =>
      statements.forKeys(tx, 'suites by digest', { keys: digests }, (keys) =>
        tx.selectFrom('test_suite').select(['digest', 'suite as number']).where('digest', 'in', keys),
      ),
    take: taker(context, projectId, 'next_suite'),
    add: (entries) => {
      const rows = entries.map(({ name: { name, stageNames }, number: suite, digest }): TestSuiteTable => {
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
  readonly identity: string;
}

/** Looks the names up in memory; those that are not there are returned with the places that wait for them. */
function lookUp<Name>(
  { names }: StepContext,
  scope: string,
  given: readonly { readonly name: Name; readonly identity: string; readonly numbers: number[] }[],
): { readonly unknown: ReadonlyMap<string, Name>; readonly places: readonly Place[] } {
  const unknown = new Map<string, Name>();
  const places: Place[] = [];
  for (const { name, identity, numbers } of given) {
    const known = names.get(scope, identity);
    if (known === undefined) {
      unknown.set(identity, name);
      places.push({ numbers, index: numbers.length, identity });
    }
    numbers.push(known ?? 0);
  }
  return { unknown, places };
}

async function numberAll<Name>(
  context: StepContext,
  dictionary: Dictionary<Name>,
  given: readonly { readonly name: Name; readonly identity: string; readonly numbers: number[] }[],
): Promise<boolean> {
  const { scope } = dictionary;
  const { unknown, places } = lookUp(context, scope, given);
  if (!(await number(context, unknown, dictionary))) return false;
  for (const { numbers, index, identity } of places) numbers[index] = context.names.get(scope, identity) ?? 0;
  return true;
}

/**
 * Numbers the tests and suites of some parts of reports of one project, in their order; unknown names are added. Null
 * when the project has had more than two million different ones: then its names change with every build.
 */
export async function numberNames(
  context: StepContext,
  projectId: number,
  parts: readonly TestSuitePart[],
): Promise<readonly NumberedSuite[] | null> {
  const suiteNumbers: number[] = [];
  const numbered = parts.map((part) => ({ part, tests: [] as number[] }));
  const namesOfSuites = parts.map((name) => ({ name, identity: identityOfSuite(name), numbers: suiteNumbers }));
  const namesOfTests = numbered.flatMap(({ part, tests: numbers }) =>
    part.cases.map((name) => ({ name, identity: identityOfTest(name), numbers })),
  );
  const isNumbered =
    (await numberAll(context, suites(context, projectId), namesOfSuites)) &&
    (await numberAll(context, tests(context, projectId), namesOfTests));
  return isNumbered ? numbered.map((entry, index) => ({ suite: suiteNumbers[index] ?? 0, tests: entry.tests })) : null;
}
