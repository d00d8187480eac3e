import { restoreLedger } from '../../src/operations/doctor/restore-ledger.ts';
import { backUpDaily } from '../../src/run/daily-backup.ts';
import { killAtStep } from '../support/kill-at-step.ts';
import { openLedger } from '../support/open-ledger.ts';
import { pipelineOf } from './backup-pipeline.ts';

const NOW = Date.parse('2026-11-29T08:00:00Z');
const things: Readonly<Record<string, (ledger: string) => Promise<unknown>>> = {
  restore: (ledger) =>
    restoreLedger(pipelineOf(ledger), { from: `${ledger}.former`, home: `${ledger}.home`, now: () => NOW }),
  daily: async (ledger) => {
    const [warning] = await backUpDaily(pipelineOf(ledger), { runs: async () => [{} as never] }, NOW);
    if (warning !== undefined) throw new Error(warning.message);
  },
  migrate: (ledger) => openLedger(ledger, { now: () => NOW }).close(),
};

/** `backup-child.ts WHAT LEDGER STEP`: does one thing to a ledger, and is killed at that step. Says how many there were. */
const [what = '', ledger = '', step = '0'] = process.argv.slice(2);
const steps = killAtStep(Number(step));
await things[what]?.(ledger);
console.log(steps());
