import { routes } from '@buildbutler/contract';
import { keyOf } from '../core/entity-id.ts';
import { findBuildPlace } from '../storage/build-place.ts';
import { requestDeep } from '../storage/deep/request-deep.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';

/** A person looks at an older build: what is missing of it is fetched now. Returns whether anything will come. */
export async function wantDeepData(ctx: OperationContext, { id }: { readonly id: string }): Promise<boolean> {
  authorise(ctx.principal, routes.getBuildStages.access);
  const key = keyOf(id);
  const place = key === null ? null : await findBuildPlace(ctx.store.db, key);
  if (key === null || place === null) return false;
  const kinds = await ctx.store.transaction((tx) => requestDeep(tx, key));
  if (kinds.length > 0) await ctx.hint(place.connectionId, 'deep');
  return kinds.length > 0;
}
