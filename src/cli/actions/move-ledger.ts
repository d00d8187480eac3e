import { variablesOf } from '../../config/read-pipeline.ts';
import { counted } from '../../model/amounts-text.ts';
import { moveLedger } from '../../operations/move/move-ledger.ts';
import { stateHome } from '../../session/state-home.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';

interface MoveCommand {
  readonly to: string;
}

export async function act(shell: Shell, file: string, { to }: MoveCommand): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const home = stateHome(shell.environment);
  const { folder, environment, now } = shell;
  const variables = await variablesOf(pipeline.file, environment);
  const moved = await moveLedger({ pipeline, to, folder, variables, home, now });
  const { record, audit, run } = moved.digest.rows;
  shell.print(
    [
      `The ledger is at ${moved.to} now: ${counted(record, 'record')}, ${counted(audit, 'entry', 'entries')} of the audit and ${counted(run, 'run')}, each letter as it was (${moved.digest.sha256.slice(0, 16)}).`,
      `Say so in ${file}: \`ledger: ${to}\`. The one that was left, ${moved.from}, is kept, and refuses to be written.`,
    ].join('\n'),
  );
}
