import type { Pipeline } from '../../config/pipeline.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { shellWord } from '../../model/command-lines.ts';
import type { AdoptionReport } from '../../operations/adopt/adopt-copies.ts';
import { claimLedger } from '../../operations/doctor/claim-ledger.ts';
import { type ClosedStoreReport, closeStore } from '../../operations/doctor/close-store.ts';
import { examinePipeline } from '../../operations/doctor/examine-pipeline.ts';
import type { DoctorFinding } from '../../operations/doctor/finding.ts';
import { rebuildMap } from '../../operations/doctor/rebuild-map.ts';
import { stateHome } from '../../session/state-home.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { adoptionReport } from '../text/adoption-report.ts';
import { closedStoreReport } from '../text/closed-store-report.ts';
import { doctorReport } from '../text/doctor-report.ts';
import { mayClaim, mayRebuild } from './doctor/ask-first.ts';
import { listBackupsOf, restore } from './doctor/restore.ts';

interface DoctorCommand extends OutputOption {
  readonly reason?: string;
  readonly online?: boolean;
  readonly sample: number;
  readonly backup?: string;
  /** true: without a file. */
  readonly restore?: string | true;
  readonly yes?: boolean;
  readonly rebuild?: boolean;
  readonly installation?: string;
  readonly moved?: boolean;
  readonly restored?: boolean;
  readonly closeStore?: string;
}

export interface DoctorDocument {
  readonly pipeline: string;
  readonly findings: readonly DoctorFinding[];
}

export interface BackupDocument {
  readonly pipeline: string;
  readonly backup: string;
}

const LINKS_LOST = 'So was what was linked by hand: link it again before the next run, or it is copied.';

export interface ClaimDocument {
  readonly pipeline: string;
  /** What the copies name that this ledger makes from now on. */
  readonly generation: number;
}

export interface RebuildDocument extends AdoptionReport {
  readonly pipeline: string;
  readonly installation: string;
  readonly kept: string | null;
  /** What was linked by hand and is so again; null where the ledger before could not be read. */
  readonly linked: number | null;
}

export async function act(shell: Shell, file: string, options: DoctorCommand): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  if (options.backup !== undefined) await backUp(shell, pipeline, options, options.backup);
  else if (options.restore === true) await listBackupsOf(shell, pipeline, options, file);
  else if (options.restore !== undefined) await restore(shell, pipeline, options, options.restore);
  else if (options.closeStore !== undefined) await close(shell, pipeline, options, options.closeStore);
  else if (options.moved === true) await claim(shell, pipeline, options, { why: 'moved', file });
  else if (options.restored === true) await claim(shell, pipeline, options, { why: 'restored', file });
  else if (options.rebuild === true) await rebuild(shell, pipeline, options, file);
  else await examine(shell, pipeline, options);
}

async function examine(shell: Shell, pipeline: Pipeline, options: DoctorCommand): Promise<void> {
  const findings = await examinePipeline({
    pipeline,
    home: stateHome(shell.environment),
    online: options.online === true ? { size: options.sample } : undefined,
    now: shell.now,
    signal: shell.signal,
  });
  const document: DoctorDocument = { pipeline: pipeline.name, findings };
  printResult(shell, options, document, () => doctorReport(pipeline.name, findings));
  if (findings.some(({ severity }) => severity === 'problem')) shell.end(1);
}

async function backUp(shell: Shell, pipeline: Pipeline, options: DoctorCommand, to: string): Promise<void> {
  await keeperOf(pipeline).backUpTo(to, shell.folder);
  const document: BackupDocument = { pipeline: pipeline.name, backup: to };
  printResult(shell, options, document, () => `Wrote a copy of the ledger to ${to}.`);
}

async function claim(
  shell: Shell,
  pipeline: Pipeline,
  options: DoctorCommand,
  claimed: { readonly why: 'moved' | 'restored'; readonly file: string },
): Promise<void> {
  if (!(await mayClaim(shell, pipeline, options, claimed))) return;
  const { why } = claimed;
  const generation = await claimLedger(pipeline, {
    ...{ why, home: stateHome(shell.environment), now: shell.now },
    reason: reasonIfGiven(options.reason),
  });
  const document: ClaimDocument = { pipeline: pipeline.name, generation };
  printResult(shell, options, document, () =>
    [
      `The ledger ${keeperOf(pipeline).name} goes on here, as generation ${generation}.`,
      'Any other copy of it stops by itself as soon as this one has made its first copy of an order; until then see to it that none is used.',
    ].join('\n'),
  );
}

export interface CloseStoreDocument extends ClosedStoreReport {
  readonly pipeline: string;
}

async function close(shell: Shell, pipeline: Pipeline, options: DoctorCommand, store: string): Promise<void> {
  const report = await closeStore({
    pipeline,
    home: stateHome(shell.environment),
    store,
    reason: reasonIfGiven(options.reason),
    now: shell.now,
    signal: shell.signal,
    onWait: (seconds) => shell.note(`Some writes are not seen yet; looking again in ${seconds} seconds.`),
  });
  const document: CloseStoreDocument = { pipeline: pipeline.name, ...report };
  printResult(shell, options, document, () => closedStoreReport(report));
  if (report.leftToPerson.length > 0) shell.end(3);
}

/** What no copy in the primary can tell. */
const DECISIONS_LOST =
  'What people had decided was known to the lost ledger alone: records that were dropped are judged anew, and would be copied. Look at `plan` before the next run, and drop them again.';

async function rebuild(shell: Shell, pipeline: Pipeline, options: DoctorCommand, file: string): Promise<void> {
  if (!(await mayRebuild(shell, pipeline, options, file))) return;
  const { report, installation, kept, linked } = await rebuildMap({
    pipeline,
    home: stateHome(shell.environment),
    installation: options.installation,
    reason: reasonIfGiven(options.reason),
    signal: shell.signal,
    now: shell.now,
  });
  const document: RebuildDocument = {
    pipeline: pipeline.name,
    installation,
    kept: kept?.address ?? null,
    linked,
    ...report,
  };
  printResult(shell, options, document, () =>
    [
      `The map is made anew, as installation ${installation}.${kept === undefined ? '' : ` The ledger before is kept as ${kept.address}.`}`,
      adoptionReport(report),
      linked === null ? `${DECISIONS_LOST} ${LINKS_LOST}` : DECISIONS_LOST,
      ...(kept === undefined
        ? []
        : [
            `To go back to the ledger before: neto-consolidator doctor ${shellWord(file)} --restore ${kept.name} --yes`,
          ]),
    ].join('\n\n'),
  );
  if (report.different.length > 0) shell.end(4);
}
