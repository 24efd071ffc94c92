/** Numbers of names that are in the store, by scope (one dictionary of one owner). The scopes used least recently go first. */
export class NameCache {
  readonly #scopes = new Map<string, Map<string, number>>();
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What one transaction learns: kept when it is stored, forgotten otherwise. */
  begin(): NameSession {
    return new NameSession(this);
  }

  /** The names of a scope, which is used now. */
  use(scope: string): ReadonlyMap<string, number> {
    const known = this.#scopes.get(scope);
    if (known === undefined) return new Map();
    this.#scopes.delete(scope);
    this.#scopes.set(scope, known);
    return known;
  }

  /** Takes in what is stored for good. */
  keep(scope: string, names: ReadonlyMap<string, number>): void {
    const known = this.#scopes.get(scope) ?? new Map<string, number>();
    this.#scopes.set(scope, known);
    const before = known.size;
    for (const [name, number] of names) known.set(name, number);
    this.#count += known.size - before;
    for (const [oldest, { size }] of this.#scopes) {
      if (this.#count <= this.#most) return;
      this.#scopes.delete(oldest);
      this.#count -= size;
    }
  }
}

export class NameSession {
  readonly #cache: NameCache;
  readonly #known = new Map<string, ReadonlyMap<string, number>>();
  readonly #fresh = new Map<string, Map<string, number>>();

  constructor(cache: NameCache) {
    this.#cache = cache;
  }

  get(scope: string, name: string): number | undefined {
    let known = this.#known.get(scope);
    if (known === undefined) {
      known = this.#cache.use(scope);
      this.#known.set(scope, known);
    }
    return known.get(name) ?? this.#fresh.get(scope)?.get(name);
  }

  set(scope: string, name: string, number: number): void {
    const fresh = this.#fresh.get(scope);
    if (fresh === undefined) this.#fresh.set(scope, new Map([[name, number]]));
    else fresh.set(name, number);
  }

  /** The transaction is stored. */
  keep(): void {
    for (const [scope, names] of this.#fresh) this.#cache.keep(scope, names);
  }
}
