import { type Access, roles } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { Principal, Role } from '../core/principal.ts';

const hasRole = (role: Role, needed: Role) => roles.indexOf(role) >= roles.indexOf(needed);

/**
 * Lets a principal pass or throws: `unauthorized` when nobody is known, `forbidden` when the role or the token's scopes
 * do not reach. This machine's own command line may do everything.
 */
export function authorise(principal: Principal, access: Access): void {
  if (access === 'public' || principal.kind === 'local') return;
  if (principal.kind === 'anonymous') {
    throw new AppError('unauthorized', 'Sign in, or send an API token: Authorization: Bearer bb_live_….');
  }
  if (!hasRole(principal.role, access.role)) {
    throw new AppError('forbidden', `This needs the role ${access.role}; ${principal.username} is ${principal.role}.`);
  }
  if (principal.kind === 'user' || principal.scopes.includes('admin')) return;
  if (access.scope === null) {
    throw new AppError('forbidden', 'API tokens may do this only with the scope admin.');
  }
  if (!principal.scopes.includes(access.scope)) {
    throw new AppError('forbidden', `This API token lacks the scope ${access.scope}. Create one that has it.`);
  }
}
