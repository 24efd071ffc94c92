/** Position of the first number that is not below `number`. */
function lowerBound(numbers: readonly number[], number: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? Number.POSITIVE_INFINITY) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The builds of one job. Half a million of them fit: builds that a function describes are made when they are read and
 * kept only once somebody wants to change them.
 */
export class BuildLedger<Build extends { readonly number: number }> {
  /** Ascending. */
  readonly #numbers: number[] = [];
  readonly #kept = new Map<number, Build>();
  readonly #hidden = new Set<number>();
  #make: ((number: number) => Build) | null = null;

  add(build: Build): void {
    this.#insert(build.number);
    this.#kept.set(build.number, build);
  }

  /** Adds the numbers `from` to `to` (inclusive); `make` describes each, must be pure, and serves one call per ledger. */
  addMade(range: { from: number; to: number }, make: (number: number) => Build): void {
    this.#make = make;
    for (let number = range.from; number <= range.to; number++) this.#insert(number);
  }

  /** A build to change; undefined when there is none of that number. */
  get(number: number): Build | undefined {
    const build = this.peek(number);
    if (build !== undefined) this.#kept.set(number, build);
    return build;
  }

  /** A build to read; changes to it may be lost. */
  peek(number: number): Build | undefined {
    return this.has(number) ? (this.#kept.get(number) ?? this.#make?.(number)) : undefined;
  }

  has(number: number): boolean {
    return this.#numbers[lowerBound(this.#numbers, number)] === number;
  }

  remove(number: number): void {
    const index = lowerBound(this.#numbers, number);
    if (this.#numbers[index] === number) this.#numbers.splice(index, 1);
    this.#kept.delete(number);
    this.#hidden.delete(number);
  }

  /** The record cannot be read, or not yet: absent from lists and chains, 404 by number. Its number stays allotted. */
  hide(number: number): void {
    const build = this.get(number);
    if (build === undefined) return;
    this.remove(number);
    this.#kept.set(number, build);
    this.#hidden.add(number);
  }

  show(number: number): void {
    if (this.#hidden.delete(number)) this.#insert(number);
  }

  get size(): number {
    return this.#numbers.length;
  }

  get first(): number | undefined {
    return this.#numbers[0];
  }

  get last(): number | undefined {
    return this.#numbers.at(-1);
  }

  before(number: number): number | undefined {
    return this.#numbers[lowerBound(this.#numbers, number) - 1];
  }

  after(number: number): number | undefined {
    return this.#numbers[lowerBound(this.#numbers, number + 1)];
  }

  /** Newest first; all of them without `count`. */
  newest(count: number = this.size): number[] {
    return this.#numbers.slice(Math.max(0, this.size - count)).reverse();
  }

  #insert(number: number): void {
    if (number > (this.last ?? 0)) this.#numbers.push(number);
    else if (!this.has(number)) this.#numbers.splice(lowerBound(this.#numbers, number), 0, number);
  }
}
