import { randomUUID } from 'node:crypto';
import type { Pipeline } from '../../config/pipeline.ts';
import { asSeen } from '../../decisions/as-seen.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isLinkable } from '../../ledger/transitions/what-can-be-done.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { linkRecord } from '../../operations/link/link-record.ts';
import { linkable } from '../../operations/link/linking.ts';
import { differencesSeen, type LinkReport } from '../../operations/link/report.ts';
import type { DecisionRequest } from '../../session/decisions/queued-decision.ts';
import { stateHome } from '../../session/state-home.ts';
import { decideHere, refuseChanged } from '../deciding.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { reasonGiven, reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { linkText } from '../text/link-report.ts';

interface LinkCommand extends OutputOption {
  readonly as: string;
  readonly store?: string;
  readonly entity?: (typeof linkable)[number];
  readonly acceptDifferences?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export interface LinkDocument extends LinkReport {
  readonly pipeline: string;
}

export async function act(shell: Shell, file: string, id: string, options: LinkCommand): Promise<void> {
  const accepted = acceptedOf(options);
  const pipeline = await openPipeline(shell, file);
  knownStores(pipeline, options.store === undefined ? undefined : [options.store]);
  const linking = {
    pipeline,
    dryRun: options.dryRun,
    home: stateHome(shell.environment),
    choose: (ledger: Ledger) => chooseOne(ledger, id, options),
    as: options.as
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    accepted,
    reason: reasonIfGiven(options.reason),
    now: shell.now,
    signal: shell.signal,
  };
  const report = await linkRecord(linking).catch(async (error: unknown) => {
    if (!(error instanceof ConsolidatorError) || error.code !== 'pipeline-locked') throw error;
    return queueLink(shell, pipeline, linking, error);
  });
  const document: LinkDocument = { pipeline: pipeline.name, ...report };
  printResult(shell, options, document, () => linkText(report, file));
  if (report.result === 'different') shell.end(4);
}

/** While a run goes on both are looked at now, and linked once it has ended. @throws error where nothing was queued */
async function queueLink(
  shell: Shell,
  pipeline: Pipeline,
  linking: Parameters<typeof linkRecord>[0] & { readonly reason: string },
  error: ConsolidatorError,
): Promise<LinkReport> {
  let record: LedgerRecord | undefined;
  const choose = async (ledger: Ledger): Promise<LedgerRecord> => {
    record = await linking.choose(ledger);
    return record;
  };
  const seen = await linkRecord({ ...linking, choose, dryRun: true });
  if (record === undefined) throw error;
  if (seen.result === 'different') return seen;
  const id = randomUUID();
  const request: DecisionRequest = {
    ...{ kind: 'link', reason: linking.reason, records: [asSeen(record)], as: [...linking.as] },
    differences: differencesSeen(id, seen.differences),
  };
  const decided = await decideHere(shell, pipeline, request, id);
  if (decided.kind === 'taken') refuseChanged(decided);
  return { ...seen, result: decided.kind === 'taken' ? 'linked' : 'queued' };
}

function acceptedOf({ acceptDifferences, reason = '' }: LinkCommand): string | undefined {
  if (acceptDifferences !== true) return undefined;
  return reasonGiven(reason, '--accept-differences --reason "…"');
}

/** @throws ConsolidatorError `not-found`, and `usage` where several have that id */
async function chooseOne(
  ledger: Ledger,
  id: string,
  { store, entity }: Pick<LinkCommand, 'store' | 'entity'>,
): Promise<LedgerRecord> {
  const named = (await ledger.named(id)).filter(
    (record) =>
      linkable.some((one) => one === record.entity) &&
      (store === undefined || record.store === store) &&
      (entity === undefined || record.entity === (entity satisfies EntityName)),
  );
  const open = named.filter(isLinkable);
  const [record, ...others] = open.length === 0 ? named : open;
  if (record === undefined)
    throw new ConsolidatorError('not-found', `No order, payment or return ${id} has been read. A run reads it first.`, {
      remedy: 'Check the id. What is newer than the last run is read by `run`.',
    });
  if (others.length === 0) return record;
  throw new ConsolidatorError('usage', `${id} names several records. Say which with --store and --entity.`);
}
