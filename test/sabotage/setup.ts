import { protections } from './protections.ts';
import { Sabotage } from './stand-in.ts';

/** For vitest: takes the protection out that the environment names, before a test's own modules are loaded. */
const { SABOTAGE: id = '', SABOTAGE_CALLS: callsFile } = process.env;
const protection = protections.find((one) => one.id === id);
if (id !== '' && protection === undefined) throw new Error(`There is no protection ${id}.`);
new Sabotage(callsFile).takeOut(protection);
