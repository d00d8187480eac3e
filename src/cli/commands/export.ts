import { type Command, InvalidArgumentError, Option } from 'commander';
import { counted } from '../../model/amounts-text.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Manifest } from '../../operations/export/batch-files.ts';
import {
  type Confirmation,
  confirmExport,
  exportAgain,
  exportPipeline,
} from '../../operations/export/export-pipeline.ts';
import type { RunSummary } from '../../run/summary.ts';
import { stateHome } from '../../session/state-home.ts';
import { examples } from '../examples.ts';
import { type NarrowingOptions, narrowingOf, withNarrowing } from '../narrowing-options.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { type LogOption, openLog, withLog } from '../progress/log-file.ts';
import { showProgress } from '../progress/show.ts';
import { fileAsGiven, type Shell } from '../shell.ts';
import { exitCodeOfRun } from '../summary-exit.ts';
import { runReport } from '../text/run-report.ts';

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

export function registerExport(program: Command, shell: Shell): void {
  const command = withNarrowing(program.command('export').argument('<pipeline>', 'the pipeline file'))
    .description("Writes what a run would copy as files for Neto's import wizard. Nothing counts as loaded by that.")
    .addOption(new Option('--format <format>', 'csv or xml').choices(['csv', 'xml']).default('csv'))
    .option('--out <folder>', 'the folder for the files of the batch')
    .option('--batch <number>', 'write an earlier batch again, byte for byte')
    .option('--mark-exported', 'mark the orders as exported to accounting, so that they never reach Xero')
    .option('--mode <rights>', 'rights of the files, as chmod counts them, such as 640 (600 when left out)', rights)
    .option('--force', 'replace files of the same name');
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'export pipelines/au-stores.yaml --format csv --out feeds/',
        'export pipelines/au-stores.yaml --batch 3 --out feeds/      # the same files again',
        'export confirm pipelines/au-stores.yaml --batch 3           # after the import in the primary',
      ),
    )
    .action(async (file: string, options: ExportCommandOptions) => {
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
    });

  withOutput(
    command
      .enablePositionalOptions()
      .command('confirm')
      .argument('<pipeline>', 'the pipeline file')
      .description('Looks up in the primary what of an export has arrived, and frees the rest for the next export.')
      .requiredOption('--batch <number>', 'the batch, as its manifest names it'),
  ).action(async (file: string, options: OutputOption & { readonly batch: string }) => {
    const pipeline = await openPipeline(shell, file);
    const found = await confirmExport(pipeline, stateHome(shell.environment), batchNumber(options.batch));
    printResult(shell, options, found, () => confirmationText(found));
    if (found.doubled.length > 0) shell.end(4);
    else if (found.missing.length > 0) shell.end(3);
  });
}

/** Whoever makes them may always read and write them, and nobody runs them. */
function rights(text: string): number {
  if (!/^6[046][046]$/.test(text)) throw new InvalidArgumentError('Expected three digits such as 600, 640 or 644.');
  return Number.parseInt(text, 8);
}

/** @throws ConsolidatorError `usage` */
function batchNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new ConsolidatorError('usage', `--batch ${JSON.stringify(text)}: expected the number of a batch, such as 3.`);
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
  return `  neto-consolidator export confirm ${file} --batch ${batch}`;
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

function confirmationText({ batch, arrived, missing, doubled }: Confirmation): string {
  const twice =
    doubled.length === 0
      ? []
      : [
          'In the primary more than once: delete all but one there, and in Xero if they got there.',
          ...doubled.map((reference) => `  ${reference}`),
        ];
  const there =
    missing.length === 0
      ? [
          arrived === 1
            ? `Batch ${batch}: its record is in the primary.`
            : `Batch ${batch}: all ${arrived} records are in the primary.`,
        ]
      : [
          `Batch ${batch}: ${counted(arrived, 'record')} ${arrived === 1 ? 'is' : 'are'} in the primary. Not there, and so in the next export again:`,
          ...missing.map((id) => `  ${id}`),
        ];
  return [...there, ...twice].join('\n');
}
