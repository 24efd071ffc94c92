import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { mostFlakyRuns } from './flaky.ts';

/** How one report ended: `true` = passed, by number of the test, skips left out. */
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

interface Entry {
  outcomes: boolean[];
  oldestNumber: number;
  newestNumber: number;
  flipNumber: number;
}

const version = 1;

/** The newest outcomes of all tests on one branch of a job. Grows at both ends; what belongs in between needs a fresh one. */
export class TestOutcomes {
  readonly #tests = new Map<number, Entry>();
  #oldestNumber = 0;
  #newestNumber = 0;

  /** Numbers of the builds whose reports it holds: from, to; 0 = none yet. */
  get oldestNumber(): number {
    return this.#oldestNumber;
  }

  get newestNumber(): number {
    return this.#newestNumber;
  }

  /** Takes in the report of a build; false when it lies between those that are held already. */
  add(number: number, report: ReportOutcomes): boolean {
    const isEmpty = this.#newestNumber === 0;
    if (!isEmpty && number >= this.#oldestNumber && number <= this.#newestNumber) return false;
    const isNewer = isEmpty || number > this.#newestNumber;
    for (const [test, hasPassed] of report) {
      if (isNewer) this.#append(test, number, hasPassed);
      else this.#prepend(test, number, hasPassed);
    }
    this.#newestNumber = Math.max(this.#newestNumber, number);
    this.#oldestNumber = isEmpty ? number : Math.min(this.#oldestNumber, number);
    return true;
  }

  #append(test: number, number: number, hasPassed: boolean): void {
    const entry = this.#entryOf(test, number);
    if (entry.outcomes.length > 0 && entry.outcomes.at(-1) !== hasPassed) entry.flipNumber = number;
    entry.outcomes.push(hasPassed);
    if (entry.outcomes.length > mostFlakyRuns) entry.outcomes.shift();
    entry.newestNumber = number;
  }

  #prepend(test: number, number: number, hasPassed: boolean): void {
    const entry = this.#entryOf(test, number);
    const [oldest = hasPassed] = entry.outcomes;
    if (entry.outcomes.length >= mostFlakyRuns) return;
    if (entry.flipNumber === 0 && oldest !== hasPassed) entry.flipNumber = entry.oldestNumber;
    entry.outcomes.unshift(hasPassed);
    entry.oldestNumber = number;
  }

  #entryOf(test: number, number: number): Entry {
    const known = this.#tests.get(test);
    if (known !== undefined) return known;
    const entry = { outcomes: [], oldestNumber: number, newestNumber: number, flipNumber: 0 };
    this.#tests.set(test, entry);
    return entry;
  }

  tests(): Iterable<[test: number, outcomes: OutcomesOfTest]> {
    return this.#tests;
  }

  pack(): Uint8Array {
    const writer = new ByteWriter();
    writer.byte(version);
    writer.varint(this.#newestNumber);
    writer.varint(this.#newestNumber - this.#oldestNumber);
    writer.varint(this.#tests.size);
    let last = 0;
    for (const [test, entry] of [...this.#tests].sort(([a], [b]) => a - b)) {
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
    const reader = new ByteReader(bytes);
    if (reader.byte() !== version) throw new RangeError('Outcomes packed by a newer version');
    const all = new TestOutcomes();
    all.#newestNumber = reader.varint();
    all.#oldestNumber = all.#newestNumber - reader.varint();
    let test = 0;
    for (let left = reader.varint(); left > 0; left -= 1) {
      test += reader.varint();
      const newestNumber = all.#newestNumber - reader.varint();
      const oldestNumber = newestNumber - reader.varint();
      const flip = reader.varint();
      const flipNumber = flip === 0 ? 0 : newestNumber - flip + 1;
      all.#tests.set(test, { outcomes: readBits(reader), oldestNumber, newestNumber, flipNumber });
    }
    return all;
  }
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

function readBits(reader: ByteReader): boolean[] {
  const head = reader.varint();
  let outcome = head % 2 === 1;
  const outcomes: boolean[] = [];
  for (let left = Math.floor(head / 2); left > 0; left -= 1) {
    for (let run = reader.varint(); run > 0; run -= 1) {
      if (outcomes.length >= mostFlakyRuns) throw new RangeError('Packed outcomes hold more than can be');
      outcomes.push(outcome);
    }
    outcome = !outcome;
  }
  return outcomes;
}
