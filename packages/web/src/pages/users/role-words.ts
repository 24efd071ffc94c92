import type { Role } from '@buildbutler/contract';

/** A role and what it may do, in a person's words. */
export const roleWords: Record<Role, { readonly label: string; readonly effect: string }> = {
  viewer: { label: 'Viewer', effect: 'Sees everything that was collected' },
  editor: { label: 'Editor', effect: 'Also changes what people share: tags, rules, notifications' },
  admin: { label: 'Administrator', effect: 'Also manages connections and users' },
};
