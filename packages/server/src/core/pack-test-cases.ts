import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import type { TestStatus } from './test-report.ts';
import { toWhole } from './whole-number.ts';

/** One case of a report, its names as numbers of its project's dictionaries. */
export interface NumberedTestCase {
  readonly test: number;
  readonly suite: number;
  readonly status: TestStatus;
  readonly durationMs: number | null;
  readonly skippedMessage: string | null;
}

/** How one test ended in one report; a test may stand in it more than once. */
export type TestEnd = Pick<NumberedTestCase, 'status' | 'durationMs'>;

const version = 1;
// Positions are stored: add at the end only; four fit.
const statuses: readonly TestStatus[] = ['passed', 'failed', 'skipped'];

function writeTests(writer: ByteWriter, cases: readonly NumberedTestCase[]): void {
  const tests = new ByteWriter();
  let last = 0;
  for (const { test } of cases) {
    tests.varint(test - last);
    last = test;
  }
  writer.bytes(tests.finish());
}

function writeStatuses(writer: ByteWriter, cases: readonly NumberedTestCase[]): void {
  for (let at = 0; at < cases.length; at += 4) {
    let byte = 0;
    for (const [index, { status }] of cases.slice(at, at + 4).entries())
      byte |= statuses.indexOf(status) << (index * 2);
    writer.byte(byte);
  }
}

/** Suites as runs: neighbours mostly share theirs. */
function writeSuites(writer: ByteWriter, cases: readonly NumberedTestCase[]): void {
  let last = 0;
  for (let from = 0; from < cases.length; ) {
    const suite = cases[from]?.suite ?? 0;
    let to = from + 1;
    while (cases[to]?.suite === suite) to += 1;
    writer.signed(suite - last);
    writer.varint(to - from);
    last = suite;
    from = to;
  }
}

function writeMessages(writer: ByteWriter, cases: readonly NumberedTestCase[]): void {
  const skipped = cases.filter(({ status }) => status === 'skipped');
  const messages = [...new Set(skipped.flatMap(({ skippedMessage }) => skippedMessage ?? []))];
  const numbers = new Map(messages.map((message, index) => [message, index + 1]));
  writer.varint(messages.length);
  for (const message of messages) writer.text(message);
  if (messages.length === 0) return;
  for (const { skippedMessage } of skipped)
    writer.varint(skippedMessage === null ? 0 : (numbers.get(skippedMessage) ?? 0));
}

/**
 * Cases in about 3 bytes each; they must come in ascending order of `test`. Only skipped ones keep their message.
 * Durations are rounded to whole milliseconds.
 */
export function packTestCases(cases: readonly NumberedTestCase[]): Uint8Array {
  const writer = new ByteWriter();
  writer.byte(version);
  writer.varint(cases.length);
  writeTests(writer, cases);
  writeStatuses(writer, cases);
  for (const { durationMs } of cases) writer.varint(durationMs === null ? 0 : toWhole(durationMs) + 1);
  writeSuites(writer, cases);
  writeMessages(writer, cases);
  return writer.finish();
}

function startReading(bytes: Uint8Array): { reader: ByteReader; count: number } {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== version) throw new RangeError('Test cases packed by a newer version');
  return { reader, count: reader.varint() };
}

function statusAt(packed: Uint8Array, index: number): TestStatus {
  const status = statuses[((packed[index >> 2] ?? 0) >> ((index & 3) * 2)) & 3];
  if (status === undefined) throw new RangeError('A packed test has an unknown status');
  return status;
}

function readSuites(reader: ByteReader, count: number): number[] {
  const suites: number[] = [];
  let suite = 0;
  while (suites.length < count) {
    suite += reader.signed();
    for (let left = Math.min(reader.varint(), count - suites.length); left > 0; left -= 1) suites.push(suite);
  }
  return suites;
}

/** What `packTestCases` was given. Throws RangeError for bytes that it has not written. */
export function unpackTestCases(bytes: Uint8Array): NumberedTestCase[] {
  const { reader, count } = startReading(bytes);
  const tests = new ByteReader(reader.bytes());
  const packed = reader.raw(Math.ceil(count / 4));
  const durations = Array.from({ length: count }, () => reader.varint());
  const suites = readSuites(reader, count);
  const messages = Array.from({ length: reader.varint() }, () => reader.text());
  let test = 0;
  return durations.map((duration, index) => {
    test += tests.varint();
    const status = statusAt(packed, index);
    const message = status === 'skipped' && messages.length > 0 ? reader.varint() : 0;
    return {
      test,
      suite: suites[index] ?? 0,
      status,
      durationMs: duration === 0 ? null : duration - 1,
      skippedMessage: messages[message - 1] ?? null,
    };
  });
}

/** How many of the packed cases ended so, without unpacking them. */
export function countPacked(bytes: Uint8Array, status: TestStatus): number {
  const { reader, count } = startReading(bytes);
  reader.bytes();
  const packed = reader.raw(Math.ceil(count / 4));
  const wanted = statuses.indexOf(status);
  let found = 0;
  for (let index = 0; index < count; index += 1) {
    if ((((packed[index >> 2] ?? 0) >> ((index & 3) * 2)) & 3) === wanted) found += 1;
  }
  return found;
}

/** The positions of a test among the packed ones; looked for byte by byte, since histories do this a hundred times a question. */
function positionsOf(tests: Uint8Array, wanted: number): { first: number; count: number } {
  let test = 0;
  let index = 0;
  let first = -1;
  let value = 0;
  let scale = 1;
  for (const byte of tests) {
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    test += value;
    if (test > wanted) break;
    if (test === wanted && first < 0) first = index;
    index += 1;
    value = 0;
    scale = 1;
  }
  return { first, count: first < 0 ? 0 : index - first };
}

/** How one test ended, without unpacking the others; empty when it is not among them. */
export function findTestEnds(bytes: Uint8Array, test: number): TestEnd[] {
  const { reader, count } = startReading(bytes);
  const { first, count: found } = positionsOf(reader.bytes(), test);
  if (found === 0) return [];
  const packed = reader.raw(Math.ceil(count / 4));
  reader.skipVarints(first);
  return Array.from({ length: found }, (_, offset) => {
    const duration = reader.varint();
    return { status: statusAt(packed, first + offset), durationMs: duration === 0 ? null : duration - 1 };
  });
}

/** Called for each packed case in ascending order of `test`; `status` is a position: 0 passed, 1 failed, 2 skipped; duration −1 = unknown. */
export type TestEndVisitor = (test: number, status: number, durationMs: number) => void;

/**
 * Walks over packed cases without making an object of each. Lists of tests go over millions at a time: bytes are read in
 * place, since a call for each number would take several times as long.
 */
export function walkTestEnds(bytes: Uint8Array, visit: TestEndVisitor): void {
  const { reader, count } = startReading(bytes);
  const tests = reader.bytes();
  const packed = reader.raw(Math.ceil(count / 4));
  const durations = bytes.subarray(packed.byteOffset - bytes.byteOffset + packed.length);
  let testAt = 0;
  let durationAt = 0;
  let test = 0;
  for (let index = 0; index < count; index += 1) {
    let byte = tests[testAt++] ?? 0;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = tests[testAt++] ?? 0;
      value += (byte & 0x7f) * scale;
    }
    test += value;
    byte = durations[durationAt++] ?? 0;
    value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = durations[durationAt++] ?? 0;
      value += (byte & 0x7f) * scale;
    }
    visit(test, ((packed[index >> 2] ?? 0) >> ((index & 3) * 2)) & 3, value - 1);
  }
  if (testAt !== tests.length || durationAt > durations.length) throw new RangeError('The packed value ends too early');
}

/** The status that `walkTestEnds` calls by its position. */
export function testStatusAt(position: number): TestStatus {
  const status = statuses[position];
  if (status === undefined) throw new RangeError('A packed test has an unknown status');
  return status;
}
