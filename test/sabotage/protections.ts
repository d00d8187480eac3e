import type { Protection } from './protection.ts';
import { alerts } from './protections/alerts.ts';
import { books } from './protections/books.ts';
import { care } from './protections/care.ts';
import { database } from './protections/database.ts';
import { decisions } from './protections/decisions.ts';
import { fields } from './protections/fields.ts';
import { fleet } from './protections/fleet.ts';
import { lease } from './protections/lease.ts';
import { names } from './protections/names.ts';
import { nothingLost } from './protections/nothing-lost.ts';
import { once } from './protections/once.ts';
import { others } from './protections/others.ts';
import { page } from './protections/page.ts';
import { toTheCent } from './protections/to-the-cent.ts';
import { ways } from './protections/ways.ts';

/** All of them, by the promise that they belong to. */
export const protections: readonly Protection[] = [
  ...once,
  ...nothingLost,
  ...toTheCent,
  ...others,
  ...names,
  ...fields,
  ...ways,
  ...care,
  ...alerts,
  ...page,
  ...decisions,
  ...books,
  ...fleet,
  ...database,
  ...lease,
].sort((a, b) => a.promise - b.promise);
