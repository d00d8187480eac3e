import type { Pipeline } from '../../../config/pipeline.ts';
import { entityNames, plural, singular } from '../../../entities/kinds.ts';
import type { YoungerThan } from '../../../ledger/backup.ts';
import { keeperOf } from '../../../ledger/open/keeper-of.ts';
import { count, counted } from '../../../model/amounts-text.ts';
import { shellWord } from '../../../model/command-lines.ts';
import { minuteOf, zoneWords } from '../../../model/time-words.ts';
import { type CheckedBackup, checkBackups } from '../../../operations/doctor/examine-backups.ts';
import { previewRestore, type RestorePreview, restoreLedger } from '../../../operations/doctor/restore-ledger.ts';
import { stateHome } from '../../../session/state-home.ts';
import { AsksYes } from '../../ask.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { reasonIfGiven } from '../../reason.ts';
import type { Shell } from '../../shell.ts';
import { table } from '../../text/table.ts';

export interface BackupsDocument {
  readonly pipeline: string;
  /** The newest first. */
  readonly backups: readonly (Pick<CheckedBackup, 'kind' | 'at' | 'bytes' | 'state' | 'why'> & {
    /** Its address. */
    readonly file: string;
    readonly copies: number | null;
    readonly schema: number | null;
  })[];
}

export interface RestoreDocument {
  readonly pipeline: string;
  readonly restored: string;
  /** Where the ledger is kept that stood there before. */
  readonly kept: string | null;
}

interface RestoreOptions extends OutputOption {
  readonly yes?: boolean;
  readonly reason?: string;
}

/** Each is opened and read. */
export async function listBackupsOf(
  shell: Shell,
  pipeline: Pipeline,
  options: OutputOption,
  file: string,
): Promise<void> {
  const backups = await checkBackups(keeperOf(pipeline));
  const document: BackupsDocument = {
    pipeline: pipeline.name,
    backups: backups.map(({ holds, address, kind, at, bytes, state, why }) => ({
      file: address,
      kind,
      at,
      bytes,
      state,
      why,
      copies: holds?.copies ?? null,
      schema: holds?.schema ?? null,
    })),
  };
  printResult(shell, options, document, () => listText(backups, file, pipeline.primary.timezone));
}

const kinds: Readonly<Record<CheckedBackup['kind'], string>> = {
  daily: 'of the day',
  'before-migration': 'before an update',
  replaced: 'was replaced',
};

function listText(backups: readonly CheckedBackup[], file: string, timeZone: string): string {
  if (backups.length === 0) return 'There is no backup yet. The first whole run of a day makes one.';
  const rows = backups.map(({ name, kind, at, bytes, state, why, holds }) => [
    name,
    minuteOf(at, timeZone),
    kinds[kind],
    `${(bytes / 1024 ** 2).toFixed(1)} MB`,
    holds === null ? '' : count(holds.copies),
    state === 'sound' ? 'opened, sound' : `not usable: ${why ?? ''}`,
  ]);
  const right = 'right' as const;
  return [
    table(
      [
        { title: 'backup' },
        { title: `made (${zoneWords(timeZone)})` },
        { title: '' },
        { title: 'size', align: right },
        { title: 'copies', align: right },
        { title: 'checked' },
      ],
      rows,
    ),
    '',
    `What a restore would lose: neto-consolidator doctor ${shellWord(file)} --restore ${backups[0]?.name ?? ''}`,
  ].join('\n');
}

/** Says what would be lost, and does it on a person's word. */
export async function restore(shell: Shell, pipeline: Pipeline, options: RestoreOptions, given: string): Promise<void> {
  const home = stateHome(shell.environment);
  const from = await keeperOf(pipeline).findBackup(given, shell.folder);
  const work = { from, home, now: shell.now, reason: reasonIfGiven(options.reason) };
  const preview = await previewRestore(pipeline, work);
  if (!(await isWanted(shell, preview, options, given))) {
    shell.print('Nothing was changed.');
    return;
  }
  const kept = await restoreLedger(pipeline, work);
  const before =
    kept === undefined ? 'There was no ledger before.' : `The one that stood there is kept as ${kept.address}.`;
  const document: RestoreDocument = { pipeline: pipeline.name, restored: given, kept: kept?.address ?? null };
  printResult(shell, options, document, () =>
    [
      `The ledger is restored from ${given}. ${before}`,
      'The next run looks for each copy before it writes one, so what was copied since the backup is found, not copied again.',
    ].join('\n'),
  );
}

/** @throws ConsolidatorError `usage` where nobody is there to say yes */
async function isWanted(
  shell: Shell,
  preview: RestorePreview,
  { yes, output }: RestoreOptions,
  given: string,
): Promise<boolean> {
  if (yes === true || preview.present === 'none') return true;
  const words = `${given} is sound, and holds ${counted(preview.backup.copies, 'copy', 'copies')}. ${lossText(preview)}`;
  if (shell.ask === undefined || output === 'json') throw new AsksYes(`${words} Nothing was changed.`);
  shell.note(words);
  return shell.ask('Put it in the place of the ledger?');
}

function lossText({ lost }: RestorePreview): string {
  if (lost === null)
    return 'The ledger that stands there can not be read, so that nothing tells what it has that the backup has not.';
  if (lost.runs === 0 && lost.decisions === 0) return 'The ledger has made no run since.';
  const decided =
    lost.decisions === 0
      ? 'Nobody has decided anything since.'
      : `What people have decided since about ${counted(lost.decisions, 'record')} is lost, and to be decided again.`;
  return `It does not know ${runsText(lost)}, nor ${copiesText(lost)}. Copies are found again in the primary by the next run. ${decided}`;
}

function runsText({ runs, firstRun, lastRun }: YoungerThan): string {
  if (firstRun === null || lastRun === null) return counted(runs, 'run');
  if (runs === 1) return `the run of ${firstRun}`;
  return `the ${counted(runs, 'run')} from ${firstRun} to ${lastRun}`;
}

function copiesText({ copies }: YoungerThan): string {
  const parts = entityNames().flatMap((entity) => {
    const number = copies[entity] ?? 0;
    return number === 0 ? [] : [counted(number, singular(entity), plural(entity))];
  });
  return parts.length === 0 ? 'any copy less' : `the copies of ${parts.join(', ')}`;
}
