import { ConsolidatorError } from '../../../model/errors.ts';
import type { Shell } from '../../shell.ts';
import { askDemo } from './control.ts';
import { isFree, keptFolder, removeParts } from './folder.ts';
import { demoLine, linesToTry } from './lines.ts';
import { readRecord } from './record.ts';
import { startKeptDemo } from './start-process.ts';

/**
 * Plays the demo, and leaves its stores and its pipeline.
 * @param given the folder, as on the command line
 * @throws ConsolidatorError where the folder is taken, or the demo does not go as it should
 */
export async function keepDemo(shell: Shell, given: string | undefined, force: boolean): Promise<void> {
  const folder = keptFolder(shell.folder, given);
  await makeFree(shell, folder, force);
  await startKeptDemo(shell, folder);
  shell.print(`
The demo is played, and its three stores go on for you: for a day, or until you
stop them. All of it is in ${folder}
${linesToTry(shell, folder)}`);
}

/** @throws ConsolidatorError `usage` where something stands there, or still runs */
async function makeFree(shell: Shell, folder: string, force: boolean): Promise<void> {
  const record = readRecord(folder);
  if (record === undefined) {
    if (isFree(folder)) return;
    throw refused(`${folder} is there already, and is no kept demo.`, 'Give a folder that is not there yet.');
  }
  const stop = demoLine(shell, 'stop', folder);
  const found = await askDemo(record);
  if (found === 'running') throw refused(`A demo is kept in ${folder} already, and still runs.`, `To end it: ${stop}`);
  if (found === 'silent')
    throw refused(`The demo in ${folder} does not answer (process ${record.process}).`, `Try to end it: ${stop}`);
  if (!force) {
    const anew = `${demoLine(shell, 'keep', folder)} --force`;
    throw refused(
      `${folder} holds a demo that has ended, with what you did in it.`,
      `To begin it anew, and lose that: ${anew}`,
    );
  }
  removeParts(folder, undefined);
}

function refused(message: string, remedy: string): ConsolidatorError {
  return new ConsolidatorError('usage', message, { remedy });
}
