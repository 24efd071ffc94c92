import { existsSync } from 'node:fs';
import type { Finding } from './cli/house.ts';
import type { Config } from './config/config.ts';
import { AppError } from './core/app-error.ts';
import { storePathIn, storePlaceOf } from './data-dir.ts';
import { inspectStore } from './storage/inspect-store.ts';
import { migrations } from './storage/migrations/index.ts';
import { openStore } from './storage/open-store.ts';
import { postgresSchemaVersion } from './storage/postgres/migrate-postgres.ts';
import { type Difference, type Recount, recountStore } from './storage/recount/recount-store.ts';

const name = 'recount';
const mostShown = 100;

const tableNames: Readonly<Record<Difference['table'], string>> = {
  rollup_hour: 'hour',
  rollup_day: 'day',
  job: 'job',
};

function toFinding({ connectionId, counted, field, stored, subject, table }: Difference): Finding {
  return {
    name,
    state: 'failed',
    message: `connection ${connectionId}, ${tableNames[table]} ${subject}: ${field} is ${stored}, counted ${counted}`,
  };
}

function toFindings({ builds, days, differenceCount, differences, hours, hoursBehind, jobs }: Recount): Finding[] {
  const looked = `${builds} builds in ${hours} hours of ${days} days, and ${jobs} jobs`;
  const behind = hoursBehind === 0 ? '' : `; ${hoursBehind} hours are left out, since builds for them came in just now`;
  if (differenceCount === 0)
    return [{ name, state: 'ok', message: `every figure equals a count of ${looked}${behind}` }];
  const shown = differences.slice(0, mostShown).map(toFinding);
  const rest = differenceCount - shown.length;
  const more = rest === 0 ? '' : `, ${rest} of them not shown`;
  const sum: Finding = {
    name,
    state: 'failed',
    message: `${differenceCount} figures differ from a count of ${looked}${more}${behind}`,
    fix: 'Please report this with the lines above: figures are kept right in the transaction that stores builds.',
  };
  return [...shown, sum];
}

/** The schema of the store, 0 without one. It is not brought up to date: a look changes nothing. */
async function schemaOf({ databaseUrl, dataDir }: Config): Promise<number> {
  if (databaseUrl !== null) return postgresSchemaVersion(databaseUrl);
  const path = storePathIn(dataDir);
  return existsSync(path) ? inspectStore(path).schemaVersion : 0;
}

async function recount(config: Config): Promise<readonly Finding[]> {
  const schema = await schemaOf(config);
  if (schema === 0) return [{ name, state: 'skipped', message: 'there is no store yet' }];
  if (schema !== migrations.at(-1)?.version) {
    const fix = 'Start this version of the server once: it brings the store up to date.';
    return [{ name, state: 'skipped', message: `the store has schema ${schema} of another version`, fix }];
  }
  const store = openStore({ ...storePlaceOf(config), role: 'reader' });
  try {
    return toFindings(await recountStore({ store, isDatabase: config.databaseUrl !== null }));
  } finally {
    await store.close();
  }
}

/** Counts the store of this machine again. Works while servers use it. */
export async function recountHouse(config: Config): Promise<readonly Finding[]> {
  try {
    return await recount(config);
  } catch (error) {
    if (error instanceof AppError) return [{ name, state: 'failed', message: error.message }];
    throw error;
  }
}
