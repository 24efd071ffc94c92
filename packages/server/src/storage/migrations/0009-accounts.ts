import type { Migration } from '../migration.ts';

/** Accounts that can be disabled, links that let a person in once, and an audit log that can be searched. */
export const accounts: Migration = {
  version: 9,
  name: 'accounts',
  statements: [
    `alter table "user" add column username_key text not null default ''`,
    'alter table "user" add column disabled_at_ms bigint',
    'alter table "user" add column last_sign_in_at_ms bigint',
    'update "user" set username_key = lower(username)',
    'drop index user_username',
    'create unique index user_username_key on "user" (username_key)',
    'alter table session add column network text',
    'alter table session add column device text',
    'create index session_of_user on session (user_id)',
    `create table account_link (
      id serial_key, kind text not null, token_hash text not null unique, user_id integer, role text not null, note text not null,
      created_by text not null, created_by_id integer, created_at_ms bigint not null, expires_at_ms bigint not null
    )`,
    'alter table audit_entry add column address text',
    'alter table audit_entry add column count integer not null default 1',
    'alter table audit_entry add column last_at_ms bigint',
    'create index audit_entry_at on audit_entry (at_ms)',
    'create index audit_entry_action on audit_entry (action, at_ms)',
  ],
};
