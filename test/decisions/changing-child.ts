/** `changing-child.ts WHAT PIPELINE ID MOMENT`: maps, or settles a batch, and is killed as by `kill -9` in that moment. */
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';

const [what = '', file = '', id = '', moment = ''] = process.argv.slice(2);

/** @param isAfter the call is done */
function killedAt(one: string, isAfter: boolean): void {
  if (moment === `${isAfter ? 'after' : 'before'} ${one}`) process.kill(process.pid, 'SIGKILL');
}

/** Which of our steps puts a file of this name in place, or takes it away. */
function stepOf(name: string, isRemoved: boolean): string | undefined {
  if (/about-[0-9a-f-]{36}\.json$/.test(name)) return isRemoved ? 'word is taken back' : 'word is left';
  if (/pipeline\.yaml$/.test(name) || /batch-0001\.json$/.test(name)) return 'the change';
  if (/\d{8}-[0-9a-f-]{36}\.json$/.test(name)) return isRemoved ? 'the queue is left' : 'it is queued';
  return undefined;
}

for (const call of ['link', 'rename', 'rm'] as const) {
  const original = promises[call] as (...words: unknown[]) => Promise<unknown>;
  Reflect.set(promises, call, async (...words: unknown[]) => {
    const step = stepOf(String(call === 'rm' ? words[0] : words[1]), call === 'rm');
    if (step !== undefined) killedAt(step, false);
    const result = await original(...words);
    if (step !== undefined) killedAt(step, true);
    return result;
  });
}
syncBuiltinESMExports();
const { exec } = DatabaseSync.prototype;
let isQueued = false;
DatabaseSync.prototype.exec = function (sql) {
  if (isQueued && sql === 'COMMIT') killedAt('the ledger has it', false);
  exec.call(this, sql);
};

const { readPipeline } = await import('../../src/config/read-pipeline.ts');
const { confirmAsSeen } = await import('../../src/decisions/confirm-export.ts');
const { mapAndNote } = await import('../../src/decisions/note-map.ts');
const home = process.env['NETO_CONSOLIDATOR_HOME'] ?? '';
const pipeline = await readPipeline(file, process.env);
isQueued = true;
const around = { pipeline, home, now: Date.now };
if (what === 'map')
  await mapAndNote(
    around,
    { id, by: 'Ann', reason: 'as the primary calls it' },
    {
      ...{
        pipeline,
        file,
        environment: process.env,
        what: 'shipping-method',
        name: 'Camel',
        to: 'Post',
        store: 'west',
      },
      ...{ primaryNames: undefined, dryRun: false },
    },
  );
else await confirmAsSeen(around, { id, by: 'Ann', reason: 'thrown away' }, { batch: 1 });
