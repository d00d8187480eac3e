import path from 'node:path';
import { shellWord } from '../../../model/command-lines.ts';
import type { Shell } from '../../shell.ts';
import { DEMO_PIPELINE } from '../demo.ts';

type Where = Pick<Shell, 'environment' | 'folder'>;

/** Called by `npm run` in a clone, where the program may be no command of its own, and each command starts in the clone. */
function isByNpm({ environment }: Where): boolean {
  return environment['npm_lifecycle_event'] !== undefined && environment['npm_package_name'] === 'neto-consolidator';
}

/** How a person calls the program here. */
export function calling(where: Where): string {
  return isByNpm(where) ? 'npm run neto-consolidator --' : 'neto-consolidator';
}

/** From any folder. */
export function demoLine(where: Where, option: 'keep' | 'stop', folder: string): string {
  return `${calling(where)} demo --${option} ${shellWord(folder)}`;
}

/** What to type after the demo; each line works as it stands. @param folder that the demo is kept in, a whole path */
export function linesToTry(where: Where, folder: string): string {
  const called = calling(where);
  const shown = isByNpm(where) ? path.relative(where.folder, folder) : '';
  const file = shellWord(path.posix.join(shown.replaceAll('\\', '/'), DEMO_PIPELINE));
  const out = shellWord(path.posix.join(shown.replaceAll('\\', '/'), 'report.html'));
  const stop = isByNpm(where) ? ` ${shellWord(shown === '' ? '.' : shown)}` : '';
  return [
    ...(isByNpm(where)
      ? [`In what they print, \`${called}\` stands for \`neto-consolidator\`.`, '']
      : ['', `  cd ${shellWord(folder)}`]),
    `  ${called} todo ${file}`,
    '      what waits for you, with the lines to type',
    `  ${called} status ${file}`,
    '      did everything arrive, does it add up',
    `  ${called} run ${file}`,
    '      copies what has become clear since',
    `  ${called} serve ${file}`,
    '      all of that on a page in your browser, to look at and to decide',
    `  ${called} report ${file} --out ${out}`,
    '      a page to send or to keep',
    `  ${called} demo --stop${stop}`,
    '      ends the stores; the folder stays',
    '',
    'To play the staff of a store, such as for an order that you enter by hand:',
    `  ${called} fake-store --help`,
    'shows how; the addresses and keys of the stores are in pipelines/.env. The',
    'primary has a member of staff, anna.',
  ].join('\n');
}
