import type { Figure } from './prometheus-text.ts';

/** How many answers went out, by kind of status. */
export class AnswerCounter {
  readonly #byKind = new Map<string, number>();

  count(status: number): void {
    const kind = `${Math.floor(status / 100)}xx`;
    this.#byKind.set(kind, (this.#byKind.get(kind) ?? 0) + 1);
  }

  figures(): readonly Figure[] {
    const samples = [...this.#byKind].map(([status, value]) => ({ labels: { status }, value }));
    return [{ name: 'buildbutler_http_answers_total', help: 'Answers of the HTTP server.', type: 'counter', samples }];
  }
}
