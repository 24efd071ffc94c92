import type { Migration } from '../migration.ts';
import { firstLight } from './0001-first-light.ts';
import { deep } from './0002-deep.ts';
import { sharing } from './0003-sharing.ts';
import { hooks } from './0004-hooks.ts';
import { counting } from './0005-counting.ts';
import { failures } from './0006-failures.ts';
import { tests } from './0007-tests.ts';
import { changedHours } from './0008-changed-hours.ts';
import { accounts } from './0009-accounts.ts';
import { downstream } from './0010-downstream.ts';

/** In order, never changed once released. */
export const migrations: readonly Migration[] = [
  firstLight,
  deep,
  sharing,
  hooks,
  counting,
  failures,
  tests,
  changedHours,
  accounts,
  downstream,
];
