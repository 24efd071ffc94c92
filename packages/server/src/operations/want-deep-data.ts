import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { DeepKind } from '../core/deep-data.ts';
import { keyOf } from '../core/entity-id.ts';
import { findBuildPlace } from '../storage/build-place.ts';
import { findConnectionRow } from '../storage/connection-repository.ts';
import { requestDeep } from '../storage/deep/request-deep.ts';
import type { Store } from '../storage/open-store.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';

/** A full disk must not keep people from what is there, so that nothing is asked for then. */
async function request(store: Store, key: number): Promise<readonly DeepKind[]> {
  try {
    return await store.transaction((tx) => requestDeep(tx, key));
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return [];
    throw error;
  }
}

/** A person looks at an older build: what is missing of it is fetched now. Returns whether anything will come. */
export async function wantDeepData(ctx: OperationContext, { id }: { readonly id: string }): Promise<boolean> {
  authorise(ctx.principal, routes.getBuildStages.access);
  const key = keyOf(id);
  const place = key === null ? null : await findBuildPlace(ctx.store.db, key);
  if (key === null || place === null) return false;
  // Of a connection that was removed nothing will ever come.
  if ((await findConnectionRow(ctx.store.db, place.connectionId)) === null) return false;
  const kinds = await request(ctx.store, key);
  if (kinds.length > 0) await ctx.hint(place.connectionId, 'deep');
  return kinds.length > 0;
}
