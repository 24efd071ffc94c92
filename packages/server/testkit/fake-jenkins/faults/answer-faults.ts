import type { Fault } from './exchange.ts';

/** Any change to the text of the right answer. */
export const rewritten =
  (rewrite: (text: string) => string): Fault =>
  async ({ send, reply }) => {
    const right = reply();
    await send({ ...right, body: Buffer.from(rewrite(right.body.toString('utf8'))) });
  };

/** 200 with JSON that ends in the middle: a getter threw while the answer was written. */
export const truncated = (share = 0.5): Fault => rewritten((text) => text.slice(0, Math.floor(text.length * share)));

type Member = (key: string, value: unknown) => unknown;

/** Changes the answer member by member, innermost first; `undefined` takes a member away. */
export const eachMember = (change: Member): Fault =>
  rewritten((text) => JSON.stringify(JSON.parse(text), (key, value) => (key === '' ? value : change(key, value))));

/** One named member of every object becomes `value`. */
export const memberBecomes = (name: string, value: unknown): Fault =>
  eachMember((key, old) => (key === name ? value : old));

/** Every value has another type than it should: numbers are texts, texts numbers, lists objects. */
export const wrongTypes: Fault = eachMember((_key, value) => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length;
  if (typeof value === 'boolean') return value ? 'yes' : 0;
  return value;
});

/** Every member but the lists is null. */
export const allNull: Fault = eachMember((_key, value) => (typeof value === 'object' ? value : null));

/** Every number is `text`, which may be no JSON at all: `NaN`, `1e999`, `9007199254740993`. */
export const numbersAre = (text: string): Fault =>
  rewritten((body) => body.replace(/:-?\d+(\.\d+)?(?=[,}\]])/g, `:${text}`));

/** Members that poison a prototype where objects are copied carelessly. */
export const prototypeNames: Fault = rewritten((text) =>
  text.replace('{', '{"__proto__":{"isPoisoned":true},"constructor":{"prototype":{"isPoisoned":true}},'),
);

/** An object nested deeper than a recursive reader can go. */
export const deepNesting = (depth = 100_000): Fault =>
  rewritten(() => `${'{"jobs":[{"name":"x","actions":'.repeat(depth)}[]${'}]}'.repeat(depth)}`);

/** The right shape with nothing in it. */
export const emptyObject: Fault = rewritten(() => '{}');
