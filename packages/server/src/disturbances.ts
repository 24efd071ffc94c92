/** What keeps a running server from its work at the moment, by place; the list that `/readyz` shows. */
export class Disturbances {
  readonly #byPlace = new Map<string, string>();

  /** Null = the place works again. */
  report(place: string, problem: string | null): void {
    if (problem === null) this.#byPlace.delete(place);
    else this.#byPlace.set(place, problem);
  }

  has(place: string): boolean {
    return this.#byPlace.has(place);
  }

  /** Each sentence once, in the order in which the places failed. */
  list(): readonly string[] {
    return [...new Set(this.#byPlace.values())];
  }
}
