import { setImmediate as otherTurn } from 'node:timers/promises';

/** Does work that comes in slices, with others having their turn between them. */
export async function inTurns<Value>(slices: Generator<void, Value>): Promise<Value> {
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
    await otherTurn();
  }
}
