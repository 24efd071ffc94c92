import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteReader } from '../../core/byte-reader.ts';
import { ByteWriter } from '../../core/byte-writer.ts';

export interface FailureText {
  readonly error: string | null;
  readonly stack: string | null;
}

const mostErrorLength = 8_192;
/** A stack trace is cut in its middle: its first frames say where, its last causes say why. */
const stackHead = 24_576;
const stackTail = 8_192;
/** What is left of a text once its report has used up its room. */
const shortErrorLength = 500;
const mostPackedBytes = 4 * (mostErrorLength + stackHead + stackTail) + 1_000;

/** Room for texts of this size: zlib's own choice takes 270 KB for each of a thousand failures. */
const deflateOptions = { windowBits: 13, memLevel: 6 };

const plain = 0;
const deflated = 1;
const worthDeflating = 256;

function cutError(error: string | null, most: number): string | null {
  return error === null || error.length <= most ? error : `${error.slice(0, most)}…`;
}

function cutStack(stack: string | null): string | null {
  if (stack === null || stack.length <= stackHead + stackTail) return stack;
  const left = stack.length - stackHead - stackTail;
  return `${stack.slice(0, stackHead)}\n… ${left} characters left out …\n${stack.slice(-stackTail)}`;
}

/** Bounds the texts of a failure; `isShort` = its report has no room left for more than a line. */
export function boundFailure(
  { error, stack }: FailureText,
  isShort: boolean,
): FailureText & { readonly isCut: boolean } {
  const kept = isShort
    ? { error: cutError(error, shortErrorLength), stack: null }
    : { error: cutError(error, mostErrorLength), stack: cutStack(stack) };
  return { ...kept, isCut: kept.error !== error || kept.stack !== stack };
}

/** The texts of a failure in one value, compressed when that pays; null when there are none. */
export function packFailure({ error, stack }: FailureText): Uint8Array | null {
  if (error === null && stack === null) return null;
  const writer = new ByteWriter();
  writer.byte((error === null ? 0 : 1) | (stack === null ? 0 : 2));
  if (error !== null) writer.text(error);
  if (stack !== null) writer.text(stack);
  const bytes = writer.finish();
  const body = bytes.length < worthDeflating ? bytes : deflateRawSync(bytes, deflateOptions);
  const packed = new Uint8Array(body.length + 1);
  packed[0] = body === bytes ? plain : deflated;
  packed.set(body, 1);
  return packed;
}

/** What `packFailure` was given. */
export function unpackFailure(packed: Uint8Array | null): FailureText {
  if (packed === null) return { error: null, stack: null };
  const body = packed.subarray(1);
  const reader = new ByteReader(
    packed[0] === deflated ? inflateRawSync(body, { maxOutputLength: mostPackedBytes }) : body,
  );
  const present = reader.byte();
  return { error: present & 1 ? reader.text() : null, stack: present & 2 ? reader.text() : null };
}
