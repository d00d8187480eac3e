import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { ConsolidatorError } from '../../model/errors.ts';
import { instantOfMilliseconds, localDateOf } from '../../model/time.ts';
import { makeMonth } from '../../month/make-month.ts';
import { type Month, parseMonth } from '../../month/month-days.ts';
import type { MonthPack } from '../../month/pack.ts';
import { writeMonth } from '../../month/write.ts';
import { compareBooks } from '../../reconcile/reconcile.ts';
import { noteOutputs } from '../../session/outputs.ts';
import { stateHome } from '../../session/state-home.ts';
import { examples } from '../examples.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { onlyPipeline, openPipeline } from '../pipeline-file.ts';
import { type LogOption, openLog, withLog } from '../progress/log-file.ts';
import { showProgress } from '../progress/show.ts';
import { toldByLedger } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';
import { monthReport } from '../text/month-report.ts';
import { toDoOfMonth } from '../todo/for-month.ts';
import { thingsToDo } from '../todo/things.ts';

interface MonthOptions extends OutputOption, LogOption {
  readonly out: string;
  readonly force?: boolean;
  readonly allowEmpty?: boolean;
}

/** Closed and tied; something is missing; something differs. */
const exits = { closed: 0, open: 3, differs: 4 } as const satisfies Record<MonthPack['state'], number>;

export function registerMonth(program: Command, shell: Shell): void {
  const command = program
    .command('month')
    .argument('<month>', 'such as 2026-10', month)
    .argument('[pipeline]', 'the pipeline file; may be left out where pipelines/ holds only one')
    .description(
      'Writes what a month is closed by: sales, GST by tax code, payments, credits, what to allocate by hand, each order; both stores are asked.',
    )
    .requiredOption('--out <folder>', 'a page to print and tables for a spreadsheet go there')
    .option('--force', 'replace files of their names that are of something else')
    .option('--allow-empty', 'a store that shows no order at all is really empty');
  withOutput(withLog(command))
    .addHelpText(
      'after',
      examples(
        'month 2026-10 pipelines/au-stores.yaml --out october',
        'month 2026-10 --out october --output json | jq .state',
      ),
    )
    .action(async (asked: Month, given: string | undefined, options: MonthOptions) => {
      const file = given ?? (await onlyPipeline(shell));
      const pipeline = await openPipeline(shell, file);
      if (asked.from > localDateOf(instantOfMilliseconds(shell.now()), pipeline.primary.timezone))
        throw new ConsolidatorError('usage', `${asked.name} is in the future: nothing of it can be in the books.`);
      const pack = await readLedger(shell, pipeline, async (ledger) => {
        const shown = showProgress(shell, pipeline, openLog(shell, options, 'month'));
        const books = await compareBooks({
          pipeline,
          home: stateHome(shell.environment),
          ...{ from: asked.from, to: asked.to, dated: asked },
          allowEmpty: options.allowEmpty,
          ...(await toldByLedger(pipeline)),
          progress: shown.take,
          signal: shell.signal,
          now: shell.now,
        }).finally(() => shown.end());
        const toDo = toDoOfMonth(await thingsToDo(ledger, pipeline, file, shell.now()));
        return makeMonth({ pipeline, file, month: asked, toDo, ledger, books });
      });
      const files = await writeMonth(pack, {
        file,
        timeZone: pipeline.primary.timezone,
        folder: path.resolve(shell.folder, options.out),
        force: options.force,
        keep: [path.resolve(shell.folder, file), pipeline.ledger],
      });
      await noteOutputs(pipeline, files);
      const written = files.map((one) => path.relative(shell.folder, one));
      for (const one of written) shell.note(`Wrote ${one}`);
      printResult(shell, options, { ...pack, files: written }, () => monthReport(pack, pipeline.primary.timezone));
      shell.end(exits[pack.state]);
    });
}

function month(text: string): Month {
  const parsed = parseMonth(text);
  if (parsed === undefined) throw new InvalidArgumentError('It takes a month, such as 2026-10.');
  return parsed;
}
