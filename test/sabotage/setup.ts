import { join, relative, resolve } from 'node:path';
import { expect } from 'vitest';
import { protections } from './protections.ts';
import { Sabotage } from './stand-in.ts';

/**
 * For vitest, before each file: takes out of the program what the environment names for that file, by the paths of
 * files; nothing where it names none.
 */
const { SABOTAGE: ids = '{}', SABOTAGE_CALLS: callsFolder } = process.env;
const file = relative(resolve(import.meta.dirname, '../..'), expect.getState().testPath ?? '');
const id: unknown = Reflect.get(JSON.parse(ids), file);
const protection = protections.find((one) => one.id === id);
if (id !== undefined && protection === undefined) throw new Error(`There is no protection ${String(id)}.`);
new Sabotage(
  callsFolder === undefined || protection === undefined ? undefined : join(callsFolder, protection.id),
).takeOut(protection);
