import { DatabaseSync } from 'node:sqlite';
import { runCommand } from '../processes.ts';

/** What one command took, in a process of its own, from its start to its end: the least of three. */
export interface CommandFigures {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
}

export interface LedgerFigures {
  readonly records: number;
  readonly bytes: number;
  readonly commands: ReadonlyMap<CommandName, CommandFigures>;
}

export const commandNames = ['run', 'plan', 'status', 'todo', 'trace'] as const;
export type CommandName = (typeof commandNames)[number];

const TIMES = 3;

/** 1,000, 10,000, … up to what was asked for, and that itself. */
export function sizesUpTo(most: number): number[] {
  const sizes: number[] = [];
  for (let size = 1_000; size < most; size *= 10) sizes.push(size);
  return [...sizes, most];
}

/** @throws Error where a command ends with something that it should not find */
export async function measureLedger({
  ledger,
  pipeline,
  environment,
  records,
}: {
  readonly ledger: string;
  readonly pipeline: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly records: number;
}): Promise<LedgerFigures> {
  const words: Readonly<Record<CommandName, readonly string[]>> = {
    // Nothing is new since the one before.
    run: ['run', pipeline, '--yes', '--output', 'json'],
    plan: ['plan', pipeline, '--output', 'json'],
    status: ['status', pipeline],
    todo: ['todo', pipeline],
    trace: ['trace', 'N1001', pipeline],
  };
  const commands = new Map<CommandName, CommandFigures>();
  for (const name of commandNames) {
    let least: CommandFigures | undefined;
    for (let time = 0; time < TIMES; time += 1) {
      const { code, ...figures } = await runCommand(words[name], environment);
      if (code !== 0) throw new Error(`${name} ended with ${code}`);
      if (least === undefined || figures.seconds < least.seconds) least = figures;
    }
    if (least !== undefined) commands.set(name, least);
  }
  return { records, bytes: bytesOf(ledger), commands };
}

/** Without pages that are free for what comes next. */
function bytesOf(ledger: string): number {
  const database = new DatabaseSync(ledger, { readOnly: true });
  try {
    const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  } finally {
    database.close();
  }
}
