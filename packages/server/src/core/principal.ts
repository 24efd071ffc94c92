export type Role = 'viewer' | 'editor' | 'admin';
export type Scope = 'read:jobs' | 'read:builds' | 'read:analytics' | 'write:connections' | 'write:alerts' | 'admin';

/** Who asks: nobody known, a signed-in person, an API token of a person, or this machine's own command line. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly userId: number; readonly username: string; readonly role: Role }
  | {
      readonly kind: 'token';
      readonly tokenId: number;
      readonly userId: number;
      readonly username: string;
      readonly role: Role;
      readonly scopes: readonly Scope[];
    }
  | { readonly kind: 'local' };

/** The name that the audit log shows. */
export function actorOf(principal: Principal): string {
  if (principal.kind === 'anonymous') return '(anonymous)';
  return principal.kind === 'local' ? '(this machine)' : principal.username;
}
