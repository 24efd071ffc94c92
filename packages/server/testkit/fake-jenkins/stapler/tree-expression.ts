import { type Range, StaplerError } from './range.ts';

/** One level of a parsed `tree` parameter. */
export interface TreeNode {
  readonly children: ReadonlyMap<string, TreeNode>;
  readonly range: Range | null;
}

const delimiters = /[[\]{},]/;

/** Recursive descent over `a,b[c{0,5},d[*]]`, with the rules of Stapler's NamedPathPruner. */
class TreeParser {
  #position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): TreeNode {
    const children = this.#list();
    if (this.#position < this.#text.length) throw this.#expected('the end');
    return { children, range: null };
  }

  #list(): Map<string, TreeNode> {
    const children = new Map<string, TreeNode>();
    do {
      const name = this.#name();
      const grandchildren = this.#accept('[') ? this.#list() : new Map<string, TreeNode>();
      if (grandchildren.size > 0) this.#expect(']');
      children.set(name, { children: grandchildren, range: this.#accept('{') ? this.#range() : null });
    } while (this.#accept(','));
    return children;
  }

  #name(): string {
    const start = this.#position;
    while (this.#position < this.#text.length && !delimiters.test(this.#peek())) this.#position++;
    if (this.#position === start) throw this.#expected('a name');
    return this.#text.slice(start, this.#position);
  }

  #range(): Range {
    const from = this.#number();
    if (this.#accept(',')) {
      const to = this.#number();
      this.#expect('}');
      return this.#ordered({ from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER });
    }
    this.#expect('}');
    if (from === null) throw this.#expected('a number');
    return { from, to: from + 1 };
  }

  #ordered(range: Range): Range {
    if (range.from > range.to) throw new StaplerError(`Illegal range ${range.from} to ${range.to}`);
    return range;
  }

  #number(): number | null {
    const digits = /^\d+/.exec(this.#text.slice(this.#position, this.#position + 12))?.[0];
    if (digits === undefined) return null;
    this.#position += digits.length;
    return Number(digits);
  }

  #peek(): string {
    return this.#text.charAt(this.#position);
  }

  #accept(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#position++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#accept(char)) throw this.#expected(char);
  }

  #expected(what: string): StaplerError {
    return new StaplerError(`Expecting ${what} at ${this.#position} of ${this.#text.slice(0, 200)}`);
  }
}

/** Parses a `tree` parameter; throws a StaplerError where Jenkins answers 500. A name given twice: the last wins. */
export function parseTreeExpression(text: string): TreeNode {
  return new TreeParser(text).parse();
}
