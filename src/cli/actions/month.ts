import path from 'node:path';
import { toDoOfMonth } from '../../decisions/todo/for-month.ts';
import { thingsToDo } from '../../decisions/todo/things.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { instantOfMilliseconds, localDateOf } from '../../model/time.ts';
import { makeMonth } from '../../month/make-month.ts';
import type { Month } from '../../month/month.ts';
import type { MonthPack } from '../../month/pack.ts';
import { writeMonth } from '../../month/write.ts';
import { compareBooks } from '../../reconcile/reconcile.ts';
import { noteOutputs } from '../../session/outputs.ts';
import { stateHome } from '../../session/state-home.ts';
import { toldByOwnLedger } from '../compare-stores.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { onlyPipeline, openPipeline } from '../pipeline-file.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import { showProgress } from '../progress/show.ts';
import type { Shell } from '../shell.ts';
import { monthReport } from '../text/month-report.ts';

interface MonthOptions extends OutputOption, LogOption {
  readonly out: string;
  readonly force?: boolean;
  readonly allowEmpty?: boolean;
}

/** Closed and tied; something is missing; something differs. */
const exits = { closed: 0, open: 3, differs: 4 } as const satisfies Record<MonthPack['state'], number>;

export async function act(shell: Shell, asked: Month, given: string | undefined, options: MonthOptions): Promise<void> {
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
      live: pipeline.xero !== undefined,
      ...(await toldByOwnLedger(pipeline)),
      progress: shown.take,
      signal: shell.signal,
      now: shell.now,
    }).finally(() => shown.end());
    const toDo = toDoOfMonth(await thingsToDo(ledger, pipeline, file, shell.now()), file);
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
}
