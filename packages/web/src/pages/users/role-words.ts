import type { Role } from '@buildbutler/contract';

interface RoleWords {
  readonly label: string;
  /** What it may do, beside the others in a list. */
  readonly effect: string;
  /** The same, to the person who is invited. */
  readonly welcome: string;
}

/** A role in a person's words. */
export const roleWords: Record<Role, RoleWords> = {
  viewer: {
    label: 'Viewer',
    effect: 'Sees everything that was collected',
    welcome: 'You will see everything that was collected.',
  },
  editor: {
    label: 'Editor',
    effect: 'Also changes what people share: tags, rules, notifications',
    welcome: 'You will see everything, and may change what people share: tags, rules, notifications.',
  },
  admin: {
    label: 'Administrator',
    effect: 'Also manages connections and users',
    welcome: 'You will see everything, and manage connections and users.',
  },
};
