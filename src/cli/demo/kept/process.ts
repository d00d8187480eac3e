import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { addSeconds, instantOfMilliseconds, millisecondsOf } from '../../../model/time.ts';
import { execute } from '../../execute.ts';
import type { Shell } from '../../shell.ts';
import type { DemoStores } from '../stores.ts';
import { listenForEnd } from './control.ts';
import { removeParts } from './folder.ts';
import { failureOf, orderSchema, type Told } from './messages.ts';
import { playKept } from './play-kept.ts';
import { ABOUT, claimFolder, type KeptRecord, readRecord } from './record.ts';

/**
 * The process of a kept demo: its words are the folder and the columns of the terminal. It plays the demo, tells the
 * command that started it what there is to print, and goes on as the demo's stores if that orders it to.
 */
const [folder = '', columns = ''] = process.argv.slice(2);
const DAY_SECONDS = 86_400;
const LOOKS_EACH_MILLISECONDS = 2000;
/** Whoever told it to end waits for it. */
const ENDS_WITHIN_MILLISECONDS = 30_000;

const ending = new AbortController();
const goOn = Promise.withResolvers<void>();
let keeps = false;

function end(): void {
  ending.abort('SIGTERM');
  setTimeout(() => process.exit(1), ENDS_WITHIN_MILLISECONDS).unref();
}

/** Resolves also where nobody listens any more. */
function tell(told: Told): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send !== undefined) process.send(told, () => resolve());
    else resolve();
  });
}

const shell: Shell = {
  environment: process.env,
  folder,
  signal: ending.signal,
  terminal: undefined,
  width: columns === '' ? undefined : Number(columns),
  line: '',
  now: Date.now,
  print: (text) => void tell({ kind: 'print', text }),
  note: (text) => void tell({ kind: 'note', text }),
  end() {},
  run: execute,
};

/** Until somebody ends it, a day is over, or its folder is gone or another demo's. */
async function serve(record: KeptRecord): Promise<void> {
  const looking = setInterval(() => {
    const isOver = Date.now() >= millisecondsOf(record.ends) || readRecord(folder)?.token !== record.token;
    if (isOver) end();
  }, LOOKS_EACH_MILLISECONDS);
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  clearInterval(looking);
}

async function live(): Promise<void> {
  let stores: DemoStores | undefined;
  let claimed: { readonly made: string | undefined } | undefined;
  try {
    const token = randomBytes(20).toString('hex');
    const port = await listenForEnd(token, end);
    const ends = addSeconds(instantOfMilliseconds(Date.now()), DAY_SECONDS);
    const record = { about: ABOUT, process: process.pid, port, token, ends };
    claimed = { made: claimFolder(folder, record) };
    // Messages name the pipeline file as it is seen from here.
    process.chdir(folder);
    stores = await playKept(shell);
    await tell({ kind: 'played' });
    await Promise.race([goOn.promise, once(ending.signal, 'abort')]);
    // No folder that somebody may want to remove.
    process.chdir(path.parse(folder).root);
    if (keeps) await serve(record);
  } catch (error) {
    await tell(failureOf(error));
  } finally {
    await stores?.close();
    if (!keeps && claimed !== undefined) {
      process.chdir(path.parse(folder).root);
      removeParts(folder, claimed.made);
    }
  }
}

process.umask(0o077);
process.on('message', (raw) => {
  if (orderSchema.parse(raw) === 'end') return end();
  keeps = true;
  goOn.resolve();
});
process.on('disconnect', () => {
  if (!keeps) end();
});
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, end);
process.on('uncaughtException', (error) => {
  void tell(failureOf(error)).then(() => process.exit(1));
});
if (process.send === undefined) throw new Error('This is started by `demo` alone.');
await live();
process.exit(0);
