import type { DeepKind } from '../core/deep-data.ts';
import type { DeepWork } from '../storage/deep-step.ts';

const keyOf = ({ buildId, kind }: Pick<DeepWork, 'buildId' | 'kind'>) => `${buildId}:${kind}`;

/** The head of a connection's list of deep work, most urgent first, and what of it is under way. */
export class DeepList {
  #works: readonly DeepWork[] = [];
  readonly #claimed = new Map<string, DeepWork>();
  /** Done, or being stored, since the last look into the store began: its answer may still name them. */
  #done = new Set<string>();

  get isEmpty(): boolean {
    return this.#works.length === 0;
  }

  get claimedCount(): number {
    return this.#claimed.size;
  }

  isUnderWay(kind: DeepKind): boolean {
    return [...this.#claimed.values()].some((work) => work.kind === kind);
  }

  /** A look into the store begins. */
  beginLook(): void {
    this.#done = new Set();
  }

  /** What the store says is due now, in its order. */
  replace(works: readonly DeepWork[]): void {
    this.#works = works.filter((work) => !this.#claimed.has(keyOf(work)) && !this.#done.has(keyOf(work)));
  }

  /** The first that may be taken up; null = none. */
  first(isWanted: (work: DeepWork) => boolean): DeepWork | null {
    return this.#works.find(isWanted) ?? null;
  }

  claim(work: DeepWork): void {
    this.#works = this.#works.filter((other) => other !== work);
    this.#claimed.set(keyOf(work), work);
  }

  /** Nobody works on it any more: it was fetched, or stays in the store for another time. */
  release(work: DeepWork): void {
    this.#claimed.delete(keyOf(work));
    this.#done.add(keyOf(work));
  }
}
