import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

const part = fc.oneof(
  fc.record({ kind: fc.constant('varint' as const), value: fc.maxSafeNat() }),
  fc.record({
    kind: fc.constant('signed' as const),
    value: fc.integer({ min: -(2 ** 52) + 1, max: 2 ** 52 - 1 }),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    value: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constant('ü'.repeat(64)),
      fc.constant('x'.repeat(127)),
    ),
  }),
  fc.record({ kind: fc.constant('bytes' as const), value: fc.uint8Array({ maxLength: 300 }) }),
);

it('reads back what was written, in order, and is at the end then', () => {
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const writer = new ByteWriter();
      for (const { kind, value } of parts) {
        if (kind === 'text') writer.text(value);
        else if (kind === 'bytes') writer.bytes(value);
        else if (kind === 'varint') writer.varint(value);
        else writer.signed(value);
      }
      const reader = new ByteReader(writer.finish());
      expect(parts.map(({ kind }) => ({ kind, value: reader[kind]() }))).toEqual(
        parts.map(({ kind, value }) => ({ kind, value: kind === 'text' ? value.toWellFormed() : value })),
      );
      expect(reader.isAtEnd).toBe(true);
    }),
  );
});

it('refuses to read over the end', () => {
  const writer = new ByteWriter();
  writer.text('abc');
  const cut = writer.finish().slice(0, 3);
  expect(() => new ByteReader(cut).text()).toThrow(RangeError);
  expect(() => new ByteReader(Uint8Array.of(0x80)).varint()).toThrow(RangeError);
});
