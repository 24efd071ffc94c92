import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { mostFlakyRuns } from './flaky.ts';

/** How one report, or a part of it, ended: `true` = passed, by number of the test, skips left out. */
export type ReportOutcomes = ReadonlyMap<number, boolean>;

/** The newest outcomes of one test on one branch of a job. */
export interface OutcomesOfTest {
  /** Oldest first, at most `mostFlakyRuns`. */
  readonly outcomes: readonly boolean[];
  /** Number of the build of the oldest outcome, as long as no older one was dropped. */
  readonly oldestNumber: number;
  readonly newestNumber: number;
  /** Number of the build that ended unlike the one before it, the newest such; 0 = none. */
  readonly flipNumber: number;
}

/** What is known of a test that has not run yet. */
const unknown: OutcomesOfTest = { outcomes: [], oldestNumber: 0, newestNumber: 0, flipNumber: 0 };

function appended(known: OutcomesOfTest, number: number, hasPassed: boolean): OutcomesOfTest {
  const { flipNumber, outcomes } = known;
  const isFlip = outcomes.length > 0 && outcomes.at(-1) !== hasPassed;
  return {
    outcomes: [...outcomes, hasPassed].slice(-mostFlakyRuns),
    oldestNumber: known === unknown ? number : known.oldestNumber,
    newestNumber: number,
    flipNumber: isFlip ? number : flipNumber,
  };
}

function prepended(known: OutcomesOfTest, number: number, hasPassed: boolean): OutcomesOfTest {
  const { flipNumber, oldestNumber, outcomes } = known;
  const [oldest = hasPassed] = outcomes;
  if (outcomes.length >= mostFlakyRuns) return known;
  return {
    outcomes: [hasPassed, ...outcomes],
    oldestNumber: number,
    newestNumber: known === unknown ? number : known.newestNumber,
    flipNumber: flipNumber === 0 && oldest !== hasPassed ? oldestNumber : flipNumber,
  };
}

type Followers = Map<OutcomesOfTest, OutcomesOfTest>;

const version = 1;
const testsPerSlice = 20_000;

/**
 * The newest outcomes of all tests on one branch of a job. Grows at both ends; what belongs in between needs a fresh one.
 * Tests that ended alike share what is known of them: half a million of them would take hundreds of megabytes otherwise.
 */
export class TestOutcomes {
  readonly #tests = new Map<number, OutcomesOfTest>();
  #oldestNumber = 0;
  #newestNumber = 0;
  #number = 0;
  #isNewer = true;
  #afterPass: Followers = new Map();
  #afterFailure: Followers = new Map();

  /** Numbers of the builds whose reports it holds: from, to; 0 = none yet. */
  get oldestNumber(): number {
    return this.#oldestNumber;
  }

  get newestNumber(): number {
    return this.#newestNumber;
  }

  /** Takes in the report of a build; false when it lies between those that are held already. */
  add(number: number, report: ReportOutcomes): boolean {
    if (!this.begin(number)) return false;
    this.take(report);
    return true;
  }

  /** Begins the report of a build, whose outcomes `take` gets; false when it lies between those that are held already. */
  begin(number: number): boolean {
    const isEmpty = this.#newestNumber === 0;
    if (!isEmpty && number >= this.#oldestNumber && number <= this.#newestNumber) return false;
    this.#isNewer = isEmpty || number > this.#newestNumber;
    this.#number = number;
    this.#newestNumber = Math.max(this.#newestNumber, number);
    this.#oldestNumber = isEmpty ? number : Math.min(this.#oldestNumber, number);
    this.#afterPass = new Map();
    this.#afterFailure = new Map();
    return true;
  }

  /** Outcomes of the report that was begun last, of each test once. */
  take(outcomes: ReportOutcomes): void {
    for (const [test, hasPassed] of outcomes) {
      const known = this.#tests.get(test) ?? unknown;
      const followers = hasPassed ? this.#afterPass : this.#afterFailure;
      let next = followers.get(known);
      if (next === undefined) {
        next = (this.#isNewer ? appended : prepended)(known, this.#number, hasPassed);
        followers.set(known, next);
      }
      this.#tests.set(test, next);
    }
  }

  tests(): Iterable<[test: number, outcomes: OutcomesOfTest]> {
    return this.#tests;
  }

  pack(): Uint8Array {
    return atOnce(this.packing());
  }

  /** Packs in slices: half a million tests at once would keep a thread busy for too long. */
  *packing(): Generator<void, Uint8Array> {
    const writer = new ByteWriter();
    writer.byte(version);
    writer.varint(this.#newestNumber);
    writer.varint(this.#newestNumber - this.#oldestNumber);
    writer.varint(this.#tests.size);
    let last = 0;
    for (const [index, test] of Float64Array.from(this.#tests.keys()).sort().entries()) {
      if (index % testsPerSlice === testsPerSlice - 1) yield;
      const entry = this.#tests.get(test) ?? unknown;
      writer.varint(test - last);
      last = test;
      writer.varint(this.#newestNumber - entry.newestNumber);
      writer.varint(entry.newestNumber - entry.oldestNumber);
      writer.varint(entry.flipNumber === 0 ? 0 : entry.newestNumber - entry.flipNumber + 1);
      writeBits(writer, entry.outcomes);
    }
    return writer.finish();
  }

  /** What `pack` wrote. Throws RangeError for anything else. */
  static unpack(bytes: Uint8Array): TestOutcomes {
    return atOnce(TestOutcomes.unpacking(bytes));
  }

  /** Unpacks in slices. Throws RangeError for what `pack` has not written. */
  static *unpacking(bytes: Uint8Array): Generator<void, TestOutcomes> {
    const reader = new ByteReader(bytes);
    if (reader.byte() !== version) throw new RangeError('Outcomes packed by a newer version');
    const all = new TestOutcomes();
    all.#newestNumber = reader.varint();
    all.#oldestNumber = all.#newestNumber - reader.varint();
    const shared = new Map<string, OutcomesOfTest>();
    let test = 0;
    for (let left = reader.varint(); left > 0; left -= 1) {
      if (left % testsPerSlice === 0) yield;
      test += reader.varint();
      const newestNumber = all.#newestNumber - reader.varint();
      const oldestNumber = newestNumber - reader.varint();
      const flip = reader.varint();
      const flipNumber = flip === 0 ? 0 : newestNumber - flip + 1;
      const outcomes = readBits(reader);
      const key = `${newestNumber} ${oldestNumber} ${flip} ${outcomes.isFirstPassed} ${outcomes.runs.join()}`;
      let entry = shared.get(key);
      if (entry === undefined) {
        entry = { outcomes: bitsOf(outcomes), oldestNumber, newestNumber, flipNumber };
        shared.set(key, entry);
      }
      all.#tests.set(test, entry);
    }
    return all;
  }
}

function atOnce<Value>(slices: Generator<void, Value>): Value {
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
  }
}

interface Runs {
  readonly isFirstPassed: boolean;
  readonly runs: readonly number[];
}

/** As runs of equal outcomes, since most tests mostly pass: the first outcome, then how often each lasted. */
function writeBits(writer: ByteWriter, outcomes: readonly boolean[]): void {
  const runs: number[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (index > 0 && outcome === outcomes[index - 1]) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    else runs.push(1);
  }
  writer.varint(runs.length * 2 + (outcomes[0] === true ? 1 : 0));
  for (const run of runs) writer.varint(run);
}

function readBits(reader: ByteReader): Runs {
  const head = reader.varint();
  const count = Math.floor(head / 2);
  if (count > mostFlakyRuns) throw new RangeError('Packed outcomes hold more than can be');
  return { isFirstPassed: head % 2 === 1, runs: Array.from({ length: count }, () => reader.varint()) };
}

function bitsOf({ isFirstPassed, runs }: Runs): boolean[] {
  let outcome = isFirstPassed;
  const outcomes: boolean[] = [];
  for (const run of runs) {
    if (outcomes.length + run > mostFlakyRuns) throw new RangeError('Packed outcomes hold more than can be');
    for (let left = run; left > 0; left -= 1) outcomes.push(outcome);
    outcome = !outcome;
  }
  return outcomes;
}
