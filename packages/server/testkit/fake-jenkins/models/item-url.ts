import type { Item } from '../truth/item.ts';
import { itemPath } from '../truth/item-names.ts';
import type { Scope } from './scope.ts';

/** `url` of an item. For the item that was asked, and all below it, the encoding of the request is echoed. */
export function itemUrl(item: Item, { rootUrl, asked }: Scope): string {
  const path = itemPath(item);
  const isBelow = asked !== null && path.startsWith(asked.path);
  return rootUrl + (isBelow ? asked.asWritten + path.slice(asked.path.length) : path);
}
