import { stateHome } from '../../session/state-home.ts';
import { openTrace } from '../../trace/open-trace.ts';
import { readTrace } from '../../trace/read-trace.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores, onlyPipeline, openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { traceReport } from '../text/trace-report.ts';

interface TraceOptions extends OutputOption {
  readonly store?: string;
  readonly offline?: boolean;
}

export async function act(shell: Shell, id: string, file: string | undefined, options: TraceOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file ?? (await onlyPipeline(shell)));
  const stores = knownStores(pipeline, options.store === undefined ? undefined : [options.store]);
  const trace = await readLedger(shell, pipeline, async (ledger, resources) => {
    const around = { offline: options.offline ?? false, stores };
    return readTrace(
      await openTrace({ ...shell, home: stateHome(shell.environment) }, pipeline, around, { ledger, resources }),
      id,
    );
  });
  printResult(shell, options, trace, () => traceReport(trace));
}
