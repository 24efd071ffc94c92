/** Numbers from 1 for the paths of stages: the path around a stage (0 = none) and the number of its own name in the store. */
export class StagePaths {
  readonly #numbers = new Map<number, Map<number, number>>();
  readonly #around: number[] = [0];
  readonly #names: number[] = [0];

  numberOf(around: number, name: number): number {
    let within = this.#numbers.get(around);
    if (within === undefined) {
      within = new Map();
      this.#numbers.set(around, within);
    }
    const known = within.get(name);
    if (known !== undefined) return known;
    const number = this.#names.length;
    within.set(name, number);
    this.#around.push(around);
    this.#names.push(name);
    return number;
  }

  get count(): number {
    return this.#names.length;
  }

  /** Numbers of the names of a path, outermost first. */
  namesOf(path: number): number[] {
    const names: number[] = [];
    for (let at = path; at > 0; at = this.#around[at] ?? 0) names.unshift(this.#names[at] ?? 0);
    return names;
  }
}
