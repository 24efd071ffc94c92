import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { testKeyOf } from '../core/test-key.ts';
import { advanceCounter } from '../storage/advance-counter.ts';
import { connectionsOfTests, tagsOfTests, writeTagsOfTest } from '../storage/test-tag-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

export interface ChangeTestTagsInput {
  readonly tests: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** More would only make lists unreadable. */
const mostTagsOfTest = 50;

function toKeys(ids: readonly string[]): Map<string, number> {
  const keys = new Map<string, number>();
  for (const id of ids) {
    const key = testKeyOf(id);
    if (key === null) throw new AppError('not_found', `There is no test ${id}.`);
    keys.set(id, key);
  }
  return keys;
}

/** Adds tags to many tests and takes others off, all or none. Throws `not_found`, `unprocessable` for too many tags. */
export async function changeTestTags(
  ctx: OperationContext,
  { tests, add, remove }: ChangeTestTagsInput,
): Promise<{ changed: number }> {
  authorise(ctx.principal, routes.changeTestTags.access);
  const keys = toKeys(tests);
  const added = [...new Set(add)];
  // A tag that is both added and removed is there in the end.
  const removed = [...new Set(remove)].filter((tag) => !added.includes(tag));
  return ctx.store.transaction(async (tx) => {
    const connections = await connectionsOfTests(tx, [...keys.values()]);
    const before = await tagsOfTests(tx, keys.values());
    let changed = 0;
    for (const [id, testId] of keys) {
      const connectionId = connections.get(testId);
      if (connectionId === undefined) throw new AppError('not_found', `There is no test ${id}.`);
      const kept = (before.get(testId) ?? []).filter((tag) => !removed.includes(tag));
      if (new Set([...kept, ...added]).size > mostTagsOfTest) {
        throw new AppError('unprocessable', `A test has at most ${mostTagsOfTest} tags; ${id} would have more.`);
      }
      if (await writeTagsOfTest(tx, { testId, connectionId }, { add: added, remove: removed })) changed += 1;
    }
    if (changed > 0) {
      await advanceCounter(tx, 'data_version', 1);
      const detail = [...added.map((tag) => `+${tag}`), ...removed.map((tag) => `-${tag}`)].join(' ');
      await recordAudit(ctx, tx, {
        action: 'tests.tagged',
        subject: `${changed} test${changed === 1 ? '' : 's'}`,
        detail,
      });
    }
    return { changed };
  });
}
