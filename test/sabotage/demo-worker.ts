import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../src/cli/execute.ts';
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

/** Plays the demo with each of these protections taken out in turn, all in this process, after one as it is. */
const sabotage = new Sabotage();
for (const id of ['', ...process.argv.slice(2)]) {
  sabotage.takeOut(protections.find((one) => one.id === id));
  process.stdout.write(`${JSON.stringify(await play(id))}\n`);
}

async function play(id: string): Promise<PlayedDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'sabotage-demo-'));
  let printed = '';
  let note = '';
  try {
    const code = await execute(['demo'], {
      environment: { PATH: process.env['PATH'], HOME: folder, NETO_CONSOLIDATOR_HOME: join(folder, 'home') },
      folder,
      signal: AbortSignal.timeout(LONGEST_MILLISECONDS),
      terminal: undefined,
      now: Date.now,
      print: (text) => {
        printed += `${text}\n`;
      },
      note: (text) => {
        note += `${text}\n`;
      },
    });
    return { id, code, books: booksIn(printed), note: note.slice(-300) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function booksIn(printed: string): string {
  return /^In the books:[\s\S]*?^Mails to shoppers:.*$/m.exec(printed)?.[0] ?? '';
}
