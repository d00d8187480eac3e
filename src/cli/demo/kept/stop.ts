import { ConsolidatorError } from '../../../model/errors.ts';
import type { Shell } from '../../shell.ts';
import { endDemo } from './control.ts';
import { keptFolder } from './folder.ts';
import { demoLine } from './lines.ts';
import { readRecord } from './record.ts';

/**
 * Ends the stores of a kept demo, and waits until their process is gone. No process is ever killed: its number may be
 * another's by now, so the demo itself is asked, by a token that it alone knows.
 * @param given the folder, as on the command line
 * @throws ConsolidatorError `usage` where no demo is kept there; `internal` where it does not end
 */
export async function stopDemo(shell: Shell, given: string | undefined): Promise<void> {
  const folder = keptFolder(shell.folder, given);
  const record = readRecord(folder);
  if (record === undefined) {
    throw new ConsolidatorError('usage', `No demo is kept in ${folder}.`, {
      remedy: 'Give the folder that it was kept in, after --stop.',
    });
  }
  const found = await endDemo(record);
  if (found === 'running' || found === 'silent') {
    throw new ConsolidatorError(
      'internal',
      `The demo in ${folder} does not ${found === 'silent' ? 'answer' : 'end'}; nothing was done to its process ${record.process}.`,
      { remedy: 'Try again. It ends by itself within a day, or when its folder is removed.' },
    );
  }
  const what = found === 'ended' ? 'have ended' : 'had ended already';
  shell.print(`The stores of the demo ${what}.
The folder stays, with what you did in it: ${folder}
Remove it when you like. To begin anew in it, and lose that:
  ${demoLine(shell, 'keep', folder)} --force`);
}
