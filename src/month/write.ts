import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkOutput } from '../feeds/may-replace.ts';
import { writeSafely } from '../feeds/safe-output.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { csvTable } from '../page/csv.ts';
import { monthTables, ownCells } from './csv.ts';
import type { MonthPack } from './pack.ts';
import { monthPage, ownMark } from './page.ts';

interface Writing {
  /** As it was given, for commands on the page. */
  readonly file: string;
  readonly timeZone: string;
  readonly folder: string;
  readonly force?: boolean | undefined;
  /** Files that are never replaced. */
  readonly keep: readonly string[];
}

/**
 * The page and the tables, readable by their owner alone; each appears whole or not at all. What an earlier call wrote for
 * the same month of the same pipeline is replaced, anything else of these names only where a person says so.
 * @returns the files, the page first
 * @throws ConsolidatorError `output-exists` before anything is written, `file-unwritable`
 */
export async function writeMonth(pack: MonthPack, { folder, force, keep, ...about }: Writing): Promise<string[]> {
  const outputs = [
    { name: 'html', content: monthPage(pack, about), ours: (beginning: string) => beginning.includes(ownMark(pack)) },
    ...[...monthTables(pack)].map(([name, content]) => ({
      name: `${name}.csv`,
      content,
      ours: (beginning: string) => isOwnTable(beginning, pack),
    })),
  ].map(({ name, content, ours }) => ({
    file: path.join(folder, name === 'html' ? `month-${pack.month}.html` : `month-${pack.month}-${name}`),
    content,
    replacing: { force, keep, ours },
  }));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { file, replacing } of outputs) await checkOutput(file, replacing);
    for (const { file, content, replacing } of outputs) await writeSafely(file, content, { ...replacing, mode: 0o600 });
  } catch (cause) {
    if (cause instanceof ConsolidatorError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('file-unwritable', `The month can't be written to ${folder}: ${reason}.`, { cause });
  }
  return outputs.map(({ file }) => file);
}

/** Its first row says whose it is; a table without rows holds nothing that could be lost. */
function isOwnTable(beginning: string, pack: MonthPack): boolean {
  const [headings = '', row = ''] = beginning.split('\r\n');
  const own = csvTable(ownCells(pack), []).replace(/^\uFEFF|\r\n$/g, '');
  return /^\uFEFF?pipeline,month,/.test(headings) && (row === '' || row.startsWith(`${own},`));
}
