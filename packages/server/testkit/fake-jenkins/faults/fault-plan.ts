import type { FakeRequest } from '../http/fake-request.ts';
import { type RequestKind, requestKind } from '../request-kind.ts';
import type { Fault } from './exchange.ts';

export interface FaultOptions {
  /** Which requests: a pattern on path and query, a kind, or any test. All of them by default. */
  readonly match?: RegExp | RequestKind | ((request: FakeRequest) => boolean);
  /** For how many requests; until it is removed by default. */
  readonly times?: number;
  /** How many matching requests are answered well first. */
  readonly after?: number;
}

/** A fault that was switched on. */
export interface ActiveFault {
  /** How often it struck. */
  readonly hits: number;
  remove(): void;
}

interface Entry {
  readonly fault: Fault;
  readonly matches: (request: FakeRequest) => boolean;
  left: number;
  toSpare: number;
  hits: number;
}

function matcher(match: FaultOptions['match']): (request: FakeRequest) => boolean {
  if (match === undefined) return () => true;
  if (typeof match === 'function') return match;
  return match instanceof RegExp ? ({ address }) => match.test(address) : (request) => requestKind(request) === match;
}

/** The faults that are switched on; the one added last is asked first. */
export class FaultPlan {
  #entries: Entry[] = [];

  add(fault: Fault, options: FaultOptions = {}): ActiveFault {
    const entry: Entry = {
      fault,
      matches: matcher(options.match),
      left: options.times ?? Number.POSITIVE_INFINITY,
      toSpare: options.after ?? 0,
      hits: 0,
    };
    this.#entries.unshift(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => {
        this.#entries = this.#entries.filter((other) => other !== entry);
      },
    };
  }

  clear(): void {
    this.#entries = [];
  }

  /** The fault that strikes this request, if any; counts it. */
  take(request: FakeRequest): Fault | null {
    for (const entry of this.#entries) {
      if (entry.left === 0 || !entry.matches(request)) continue;
      if (entry.toSpare > 0) {
        entry.toSpare--;
        continue;
      }
      entry.left--;
      entry.hits++;
      return entry.fault;
    }
    return null;
  }
}
