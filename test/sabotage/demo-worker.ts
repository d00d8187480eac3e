import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playDemo } from '../../src/cli/demo/demo.ts';
import { reportError } from '../../src/cli/errors.ts';
import { execute } from '../../src/cli/execute.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { protections } from './protections.ts';
import { Sabotage } from './stand-in.ts';

/** One demo, as the worker tells of it: a line of JSON each. */
export interface PlayedDemo {
  /** Empty: the program as it is. */
  readonly id: string;
  readonly code: number;
  /** What the stores' books come to, and what was mailed: the demo's own words. */
  readonly books: string;
  readonly note: string;
}

/** Long for a demo, even on a machine with a lot to do, and short beside what a run that never ends would take. */
const LONGEST_MILLISECONDS = 600_000;

/** Spread over all months, so that the proof has some, too; still with some that wait for a person. */
const ONE_IN = 8;
/** Among West's orders: the demo asks for the trace of that one. */
const PLACE_OF_THE_TRACED = 9;

/** Plays the demo with each of these protections taken out in turn, all in this process, after one as it is. */
const sabotage = new Sabotage();
for (const id of ['', ...process.argv.slice(2)]) {
  sabotage.takeOut(protections.find((one) => one.id === id));
  process.stdout.write(`${JSON.stringify(await play(id))}\n`);
}

/** The demo's own commands and checks, with an eighth of its orders. */
async function play(id: string): Promise<PlayedDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'sabotage-demo-'));
  let printed = '';
  let note = '';
  const shell: Shell = {
    environment: { PATH: process.env['PATH'], HOME: folder, NETO_CONSOLIDATOR_HOME: join(folder, 'home') },
    folder,
    signal: AbortSignal.timeout(LONGEST_MILLISECONDS),
    terminal: undefined,
    line: '',
    now: Date.now,
    print: (text) => {
      printed += `${text}\n`;
    },
    note: (text) => {
      note += `${text}\n`;
    },
    end: () => {},
    run: execute,
  };
  try {
    const code = await playDemo(shell, (_, place) => place % ONE_IN === PLACE_OF_THE_TRACED % ONE_IN).then(
      () => 0,
      (error: unknown) => reportError(error, shell, ['demo']),
    );
    return { id, code, books: booksIn(printed), note: note.slice(-300) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function booksIn(printed: string): string {
  return /^In the books: counted in the stores[\s\S]*?^Mails to shoppers:.*$/m.exec(printed)?.[0] ?? '';
}
