import type { ItemPath } from '../core/job.ts';
import { asItemName } from './item-name.ts';
import { asObject, asText, type JsonObject, member } from './read-json.ts';

/** One entry of a `jobs` list. */
export interface Item {
  readonly path: ItemPath;
  readonly raw: JsonObject;
  readonly className: string | null;
  readonly parentClassName: string | null;
  /** Position in the list it stands in. */
  readonly index: number;
  /** 1 = directly in the container that was asked. */
  readonly level: number;
  /** The list of its own items; null when it has none in this answer. */
  readonly jobs: readonly unknown[] | null;
}

export function classOf(raw: JsonObject): string | null {
  return asText(member(raw, '_class'), 300);
}

interface Container {
  readonly path: ItemPath;
  readonly className: string | null;
  readonly jobs: readonly unknown[];
  readonly level: number;
}

/** All entries of the nested `jobs` lists, depth first down to `levels`; null stands for an entry that cannot be read. */
export function* itemsIn(container: Container, levels: number): Generator<Item | null> {
  const seen = new Set<string>();
  for (const [index, value] of container.jobs.entries()) {
    const raw = asObject(value);
    const name = raw === null ? null : asItemName(member(raw, 'name'));
    if (raw === null || name === null || seen.has(name)) {
      yield null;
      continue;
    }
    seen.add(name);
    const path = [...container.path, name];
    const className = classOf(raw);
    const list = member(raw, 'jobs');
    const jobs = Array.isArray(list) ? (list as unknown[]) : null;
    const level = container.level;
    yield { path, raw, className, parentClassName: container.className, index, level, jobs };
    if (jobs !== null && level < levels) yield* itemsIn({ path, className, jobs, level: level + 1 }, levels);
  }
}

/** The container that an answer is about; null when it has no list of items. */
export function containerIn(body: unknown, path: ItemPath): Container | null {
  const raw = asObject(body);
  const jobs = raw === null ? undefined : member(raw, 'jobs');
  if (raw === null || !Array.isArray(jobs)) return null;
  return { path, className: classOf(raw), jobs, level: 1 };
}
