import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { type Stage, type StageKind, type StageStatus, stageStatuses } from './stage.ts';
import { toWhole } from './whole-number.ts';

/** Numbers of names, kept in a dictionary beside the packed value. */
export interface StageNumbers {
  ofName(name: string): number;
  ofAgent(agent: string): number;
}
export interface StageNames {
  nameOf(number: number): string;
  agentOf(number: number): string;
}

const version = 1;
// Positions are stored: add at the end only.
const kinds: readonly StageKind[] = ['stage', 'parallel', 'synthetic'];
const hasStart = 1;
const hasDuration = 2;
const hasPause = 4;
const hasAgent = 8;
const hasError = 16;
const hasNumericId = 32;

const root = 0;
const strangeParent = 1;
const firstPosition = 2;

function isPlainNumber(id: string): boolean {
  return /^(?:0|[1-9]\d{0,14})$/.test(id);
}

function flagsOf(stage: Stage): number {
  return (
    (stage.startedAtMs === null ? 0 : hasStart) |
    (stage.durationMs === null ? 0 : hasDuration) |
    (stage.pauseMs === 0 ? 0 : hasPause) |
    (stage.agent === null ? 0 : hasAgent) |
    (stage.errorMessage === null ? 0 : hasError) |
    (isPlainNumber(stage.id) ? hasNumericId : 0)
  );
}

function writeParent(writer: ByteWriter, parentId: string | null, positions: ReadonlyMap<string, number>): void {
  const position = parentId === null ? undefined : positions.get(parentId);
  if (parentId === null) writer.varint(root);
  else if (position !== undefined) writer.varint(position + firstPosition);
  else {
    writer.varint(strangeParent);
    writer.text(parentId);
  }
}

/** The stages of one build in a few bytes each, order and tree kept. Times are rounded to whole milliseconds. */
export function packStages(stages: readonly Stage[], numbers: StageNumbers): Uint8Array {
  const writer = new ByteWriter();
  writer.byte(version);
  writer.varint(stages.length);
  const positions = new Map<string, number>();
  let lastId = 0;
  let lastStart = 0;
  for (const [position, stage] of stages.entries()) {
    const flags = flagsOf(stage);
    writer.byte(flags);
    writer.byte(stageStatuses.indexOf(stage.status) * kinds.length + kinds.indexOf(stage.kind));
    if (flags & hasNumericId) {
      writer.signed(Number(stage.id) - lastId);
      lastId = Number(stage.id);
    } else writer.text(stage.id);
    writeParent(writer, stage.parentId, positions);
    writer.varint(numbers.ofName(stage.name));
    if (stage.startedAtMs !== null) {
      const start = toWhole(stage.startedAtMs);
      writer.signed(start - lastStart);
      lastStart = start;
    }
    if (stage.durationMs !== null) writer.varint(toWhole(stage.durationMs));
    if (stage.pauseMs !== 0) writer.varint(toWhole(stage.pauseMs));
    if (stage.agent !== null) writer.varint(numbers.ofAgent(stage.agent));
    if (stage.errorMessage !== null) writer.text(stage.errorMessage);
    if (!positions.has(stage.id)) positions.set(stage.id, position);
  }
  return writer.finish();
}

function readParent(reader: ByteReader, before: readonly Stage[]): string | null {
  const parent = reader.varint();
  if (parent === root) return null;
  if (parent === strangeParent) return reader.text();
  const stage = before[parent - firstPosition];
  if (stage === undefined) throw new RangeError('A packed stage names a parent that is not there');
  return stage.id;
}

/** What `packStages` was given. Throws RangeError for bytes that it has not written. */
export function unpackStages(bytes: Uint8Array, names: StageNames): Stage[] {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== version) throw new RangeError('Stages packed by a newer version');
  const stages: Stage[] = [];
  let lastId = 0;
  let lastStart = 0;
  for (let left = reader.varint(); left > 0; left -= 1) {
    const flags = reader.byte();
    const status = reader.byte();
    if (flags & hasNumericId) lastId += reader.signed();
    const id = flags & hasNumericId ? String(lastId) : reader.text();
    const parentId = readParent(reader, stages);
    const name = names.nameOf(reader.varint());
    if (flags & hasStart) lastStart += reader.signed();
    stages.push({
      id,
      parentId,
      name,
      kind: kinds[status % kinds.length] ?? 'stage',
      status: stageStatuses[Math.floor(status / kinds.length)] ?? ('unknown' satisfies StageStatus),
      startedAtMs: flags & hasStart ? lastStart : null,
      durationMs: flags & hasDuration ? reader.varint() : null,
      pauseMs: flags & hasPause ? reader.varint() : 0,
      agent: flags & hasAgent ? names.agentOf(reader.varint()) : null,
      errorMessage: flags & hasError ? reader.text() : null,
    });
  }
  return stages;
}
