/**
 * To be loaded before a program of ours (`node --import`): kills it, as `kill -9` does, in the moment that `KILLED_AT` names, of
 * the decisions that wait beside its ledger.
 */
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';

export const moments = [
  /** It has written the decision, and nobody has taken it. */
  'written',
  /** It has seen that decisions wait, and taken none. */
  'listed',
  /** The ledger has it, but for the last step, by which the disk has it. */
  'half-taken',
  /** The ledger has it, and its file is there still. */
  'taken',
  /** Its file is gone, and nothing else was done. */
  'removed',
] as const;
export type Moment = (typeof moments)[number];

const moment = process.env['KILLED_AT'];
const DECISION = /\.decisions\/\d{8}-[0-9a-f-]{36}\.json$/;
let hasSeen = false;

function killedAt(one: Moment): void {
  if (moment === one) process.kill(process.pid, 'SIGKILL');
}

const { readdir, link, rm } = promises;
Reflect.set(promises, 'readdir', async (...given: Parameters<typeof readdir>) => {
  const names: unknown = await readdir(...given);
  if (String(given[0]).endsWith('.decisions') && (names as string[]).some((name) => /^\d{8}-/.test(name))) {
    killedAt('listed');
    hasSeen = true;
  }
  return names;
});
Reflect.set(promises, 'link', async (...given: Parameters<typeof link>) => {
  await link(...given);
  if (DECISION.test(String(given[1]))) killedAt('written');
});
Reflect.set(promises, 'rm', async (...given: Parameters<typeof rm>) => {
  const isDecision = DECISION.test(String(given[0]));
  if (isDecision) killedAt('taken');
  await rm(...given);
  if (isDecision) killedAt('removed');
});
syncBuiltinESMExports();

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  if (hasSeen && sql === 'COMMIT') killedAt('half-taken');
  exec.call(this, sql);
};
