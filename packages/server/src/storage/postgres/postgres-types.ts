import pg from 'pg';

/** Object identifiers of PostgreSQL's own types (`pg_type.dat`). */
const oids = { bytea: 17, int8: 20, numeric: 1700 };

/** An integer that JavaScript holds exactly. Throws beyond 2^53: a wrong number must not look like a right one. */
export function toExactInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The store holds ${text}, which is beyond 2^53.`);
  return value;
}

/** Sums of `bigint` are `numeric`: integers must be exact, fractions are as near as a number can be. */
function toNumber(text: string): number {
  return /^-?\d+$/.test(text) ? toExactInteger(text) : Number(text);
}

/** The same class as SQLite hands out; node's Buffer would not survive the way between threads as one. */
function toBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}

/** How values are read, so that rows look the same as those of the embedded store. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === oids.int8) return toExactInteger;
      if (oid === oids.numeric) return toNumber;
      if (oid === oids.bytea) return toBytes;
    }
    return pg.types.getTypeParser(oid, format ?? 'text');
  },
};
