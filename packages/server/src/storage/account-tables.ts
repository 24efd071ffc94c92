import type { Generated } from 'kysely';

export interface UserTable {
  id: Generated<number>;
  /** As the person writes it. */
  username: string;
  /** `usernameKey(username)`: equal for names that can be taken for each other. */
  username_key: string;
  password_hash: string;
  role: string;
  created_at_ms: number;
  /** Null = may sign in. */
  disabled_at_ms: number | null;
  last_sign_in_at_ms: number | null;
}

export interface SessionTable {
  id_hash: string;
  user_id: number;
  created_at_ms: number;
  expires_at_ms: number;
  last_seen_at_ms: number;
  /** Where it began, coarse. */
  network: string | null;
  /** Browser and system in a few words. */
  device: string | null;
}

export interface ApiTokenTable {
  id: Generated<number>;
  user_id: number;
  name: string;
  token_hash: string;
  scopes: string;
  created_at_ms: number;
  expires_at_ms: number;
  last_used_at_ms: number | null;
  revoked_at_ms: number | null;
}

/** A link that lets one person in once. */
export interface AccountLinkTable {
  id: Generated<number>;
  /** `invitation` or `password_reset`. */
  kind: string;
  token_hash: string;
  /** Whose password it resets; null for an invitation. */
  user_id: number | null;
  role: string;
  note: string;
  created_by: string;
  /** Null = this machine's command line. */
  created_by_id: number | null;
  created_at_ms: number;
  expires_at_ms: number;
}

export interface AuditEntryTable {
  id: Generated<number>;
  at_ms: number;
  actor: string;
  action: string;
  subject: string;
  detail: string;
  /** Null = this machine. */
  address: string | null;
  /** How often; more than 1 for refused attempts, which share a line an hour. */
  count: Generated<number>;
  /** The last of them; null while there is one. */
  last_at_ms: number | null;
}

export interface AccountTables {
  user: UserTable;
  session: SessionTable;
  api_token: ApiTokenTable;
  account_link: AccountLinkTable;
  audit_entry: AuditEntryTable;
}
