import { counted } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Manifest } from '../../operations/export/batch-files.ts';
import { exportAgain, exportPipeline } from '../../operations/export/export-pipeline.ts';
import type { RunSummary } from '../../run/summary.ts';
import { stateHome } from '../../session/state-home.ts';
import { narrowingOf } from '../narrowing.ts';
import type { NarrowingOptions } from '../narrowing-options.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import { showProgress } from '../progress/show.ts';
import { fileAsGiven, type Shell } from '../shell.ts';
import { exitCodeOfRun } from '../summary-exit.ts';
import { runReport } from '../text/run-report.ts';
import { batchNumber } from './batch-number.ts';

interface ExportCommandOptions extends NarrowingOptions, OutputOption, LogOption {
  readonly format: 'csv' | 'xml';
  readonly out?: string;
  readonly batch?: string;
  readonly markExported?: boolean;
  readonly force?: boolean;
  readonly mode?: number;
}

export interface ExportDocument {
  /** null where there was nothing to export. */
  readonly manifest: Manifest | null;
  /** Batches that wait for `export confirm`, the new one among them. */
  readonly open: readonly number[];
  readonly summary: RunSummary;
}

export async function act(shell: Shell, file: string, options: ExportCommandOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const given = options.out ?? '';
  if (given === '') throw new ConsolidatorError('usage', 'The option --out is missing: the folder for the files.');
  const out = fileAsGiven(shell, given);
  const force = options.force === true;
  if (options.batch !== undefined) {
    const manifest = await exportAgain(pipeline, batchNumber(options.batch), out, { force, mode: options.mode });
    printResult(shell, options, manifest, () => manifestText(manifest, given, file));
    return;
  }
  const shown = showProgress(shell, pipeline, openLog(shell, options, 'export'));
  const { summary, manifest, open } = await exportPipeline({
    pipeline,
    home: stateHome(shell.environment),
    narrowing: narrowingOf(options, pipeline),
    out,
    format: options.format,
    exported: options.markExported === true,
    force,
    mode: options.mode,
    signal: shell.signal,
    now: shell.now,
    progress: shown.take,
  }).finally(() => shown.end());
  const text = exportText({ manifest, open }, given, file);
  const document: ExportDocument = { manifest, open, summary };
  printResult(
    shell,
    options,
    document,
    () => `${text}\n\nWhat a run would do now:\n${runReport(summary, file, 'This export')}`,
  );
  shell.end(exitCodeOfRun(summary, shell));
}

function exportText({ manifest, open }: Pick<ExportDocument, 'manifest' | 'open'>, out: string, file: string): string {
  const earlier = open.filter((number) => number !== manifest?.batch);
  const waiting =
    earlier.length === 0
      ? []
      : [
          `${earlier.length === 1 ? `Batch ${earlier[0]} is` : `Batches ${earlier.join(', ')} are`} open: what is in ${earlier.length === 1 ? 'it' : 'them'} is in no other one. Once imported:`,
          ...earlier.map((number) => confirmLine(file, number)),
        ];
  if (manifest !== null) return [manifestText(manifest, out, file), ...waiting].join('\n');
  return [earlier.length === 0 ? 'Nothing to export.' : 'Nothing new to export.', ...waiting].join('\n');
}

function confirmLine(file: string, batch: number): string {
  return `  neto-consolidator export confirm ${shellWord(file)} --batch ${batch}`;
}

function manifestText({ batch, files, left }: Manifest, out: string, file: string): string {
  const toImport = files.filter(({ byHand }) => !byHand);
  const toKey = files.filter(({ byHand }) => byHand);
  const listed = (some: typeof files): string[] =>
    some.map(({ name, records, rows }) => `  ${name}: ${counted(records, 'record')}, ${counted(rows, 'row')}`);
  return [
    `Batch ${batch} in ${out}${toImport.length === 0 ? '.' : '; import the files in this order:'}`,
    ...listed(toImport),
    ...(toKey.length === 0 ? [] : ["To be keyed by hand, since Neto's import takes none of these:", ...listed(toKey)]),
    'When that is done:',
    confirmLine(file, batch),
    ...(left.length === 0 ? [] : ['', 'Left out, since files can not express it:']),
    ...left.map(({ entity, targetId, why }) => `  ${entity} ${targetId}: ${why}`),
  ].join('\n');
}
