import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Change } from './change-set.ts';
import { toWhole } from './whole-number.ts';

const version = 1;
const hasCommit = 1;
const isHash = 2;
const hasTime = 4;
const hasAuthor = 8;

/** A commit that is written in whole bytes of lower-case hexadecimal digits, as Git's are. */
function isHexadecimal(commit: string): boolean {
  return commit.length % 2 === 0 && /^[0-9a-f]+$/.test(commit);
}

function fromHexadecimal(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}

function toHexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The changes of one build, order kept; an author's name is written once. */
export function packChanges(changes: readonly Change[]): Uint8Array {
  const writer = new ByteWriter();
  writer.byte(version);
  writer.varint(changes.length);
  const authors = new Map<string, number>();
  let lastTime = 0;
  for (const { commit, committedAtMs, message, author } of changes) {
    const hash = commit !== null && isHexadecimal(commit);
    writer.byte(
      (commit === null ? 0 : hasCommit) |
        (hash ? isHash : 0) |
        (committedAtMs === null ? 0 : hasTime) |
        (author === null ? 0 : hasAuthor),
    );
    if (commit !== null && hash) writer.bytes(fromHexadecimal(commit));
    else if (commit !== null) writer.text(commit);
    if (committedAtMs !== null) {
      writer.signed(toWhole(committedAtMs) - lastTime);
      lastTime = toWhole(committedAtMs);
    }
    writer.text(message);
    if (author === null) continue;
    const known = authors.get(author);
    writer.varint(known ?? 0);
    if (known !== undefined) continue;
    authors.set(author, authors.size + 1);
    writer.text(author);
  }
  return writer.finish();
}

function readAuthor(reader: ByteReader, authors: string[]): string {
  const number = reader.varint();
  if (number === 0) authors.push(reader.text());
  const author = authors[number === 0 ? authors.length - 1 : number - 1];
  if (author === undefined) throw new RangeError('A packed change names an author that is not there');
  return author;
}

/** What `packChanges` was given. Throws RangeError for bytes that it has not written. */
export function unpackChanges(bytes: Uint8Array): Change[] {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== version) throw new RangeError('Changes packed by a newer version');
  const changes: Change[] = [];
  const authors: string[] = [];
  let lastTime = 0;
  for (let left = reader.varint(); left > 0; left -= 1) {
    const flags = reader.byte();
    let commit: string | null = null;
    if (flags & hasCommit) commit = flags & isHash ? toHexadecimal(reader.bytes()) : reader.text();
    if (flags & hasTime) lastTime += reader.signed();
    const committedAtMs = flags & hasTime ? lastTime : null;
    const message = reader.text();
    changes.push({ commit, committedAtMs, message, author: flags & hasAuthor ? readAuthor(reader, authors) : null });
  }
  return changes;
}
