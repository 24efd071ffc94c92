import type { Migration } from '../migration.ts';

/** Several processes on one database: who is there, who collects from which connection, what they have to tell each other. */
export const sharing: Migration = {
  version: 3,
  name: 'sharing',
  statements: [
    'create table collector_process (holder text primary key, expires_at_ms bigint not null)',
    'create table lease (connection_id integer primary key, holder text not null, token bigint not null)',
    'create table collector_note (id serial_key, connection_id integer not null, note text not null)',
    'create index collector_note_connection on collector_note (connection_id)',
    // Rows that are locked by those who must come one after the other.
    "insert into counter (name, value) values ('configuration', 0), ('roll_up', 0)",
  ],
};
