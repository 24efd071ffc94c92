/** How much one request about several jobs may cost: halved when it was too much, grown again slowly. */
export class Bundle {
  readonly #least: number;
  readonly #most: number;
  #size: number;
  #factor = 1;

  constructor({ least, start, most }: { readonly least: number; readonly start: number; readonly most: number }) {
    this.#least = least;
    this.#most = most;
    this.#size = start;
  }

  get size(): number {
    return this.#size;
  }

  /** Real cost as a share of the estimate, learnt from answers: retention keeps fewer builds than numbers were allotted. */
  get factor(): number {
    return this.#factor;
  }

  succeeded(cost: { readonly estimated: number; readonly real: number } | null = null): void {
    this.#size = Math.min(this.#most, Math.ceil(this.#size * 1.25));
    if (cost === null || cost.estimated <= 0) return;
    const share = Math.min(1, Math.max(0.05, (this.#factor * cost.real) / cost.estimated));
    this.#factor = 0.5 * this.#factor + 0.5 * share;
  }

  failed(): void {
    this.#size = Math.max(this.#least, Math.floor(this.#size / 2));
  }
}
