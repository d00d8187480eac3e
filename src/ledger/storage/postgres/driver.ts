import type pg from 'pg';
import { ConsolidatorError } from '../../../model/errors.ts';
import { WITHOUT_GLOBAL } from '../../../model/optional-packages.ts';

export type Driver = typeof pg;

let loaded: Promise<Driver> | undefined;

/**
 * PostgreSQL's driver, which is installed by those alone whose ledger is there.
 * @throws ConsolidatorError `ledger-unwritable` where it is missing
 */
export function loadDriver(): Promise<Driver> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Driver> {
  try {
    return (await import('pg')).default;
  } catch (cause) {
    loaded = undefined;
    const remedy = `Install the package pg beside this program (npm install --global pg@8; ${WITHOUT_GLOBAL}), and run again.`;
    throw new ConsolidatorError(
      'ledger-unwritable',
      `A ledger in PostgreSQL needs the package pg, which is not installed. ${remedy}`,
      { cause, remedy },
    );
  }
}
