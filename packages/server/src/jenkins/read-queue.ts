import type { QueueItem } from './controller.ts';
import { itemOfUrl } from './job-path.ts';
import { asBoolean, asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';

function stateOf(raw: JsonObject): QueueItem['state'] {
  if (asBoolean(member(raw, 'blocked')) === true) return 'blocked';
  return asBoolean(member(raw, 'buildable')) === true ? 'buildable' : 'waiting';
}

function toQueueItem(value: unknown): QueueItem | null {
  const raw = asObject(value);
  if (raw === null) return null;
  const id = asInteger(member(raw, 'id'));
  const inQueueSinceMs = asInteger(member(raw, 'inQueueSince'));
  if (id === null || inQueueSinceMs === null) return null;
  const task = asObject(member(raw, 'task')) ?? {};
  const address = itemOfUrl(member(task, 'url'));
  return {
    id,
    inQueueSinceMs,
    why: asText(member(raw, 'why'), 500),
    taskName: asText(member(task, 'name'), 500),
    state: stateOf(raw),
    isStuck: asBoolean(member(raw, 'stuck')) === true,
    buildableSinceMs: asInteger(member(raw, 'buildableStartMilliseconds')),
    path: address?.path ?? null,
    buildNumber: address?.number ?? null,
  };
}

/** The items of an answer of `/queue`; null when it is none. */
export function readQueue(body: unknown): { readonly items: readonly QueueItem[]; readonly dropped: number } | null {
  const list = member(asObject(body) ?? {}, 'items');
  if (!Array.isArray(list)) return null;
  const items = list.map(toQueueItem).filter((item) => item !== null);
  return { items, dropped: list.length - items.length };
}
