import type { Pipeline } from '../../config/pipeline.ts';
import { closest } from '../../config/problems.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { counted } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { sameMethod } from '../../model/method-names.ts';
import { type MapResult, mapName } from '../../operations/map/map-name.ts';
import { type MappingName, mappingFor, mappings } from '../../operations/map/mappings.ts';
import { askPrimaryNames } from '../../operations/map/primary-names.ts';
import { stateHome } from '../../session/state-home.ts';
import { type Decision, decisionsOf } from '../../verdict/decisions.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores, onlyPipeline, openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { sumOf } from '../todo/choices.ts';

interface MapCommand extends OutputOption {
  readonly to: string;
  readonly store?: string;
  readonly unchecked?: boolean;
  readonly dryRun?: boolean;
}

export interface MapDocument extends MapResult {
  readonly pipeline: string;
  readonly file: string;
  /** What waits in quarantine for it; the next run copies these by itself. */
  readonly waiting: readonly Pick<LedgerRecord, 'store' | 'entity' | 'sourceId' | 'amount'>[];
}

export async function act(
  shell: Shell,
  what: MappingName,
  name: string,
  given: string | undefined,
  options: MapCommand,
): Promise<void> {
  const file = given ?? (await onlyPipeline(shell));
  const pipeline = await openPipeline(shell, file);
  const store = storeOf(pipeline, options.store);
  const home = stateHome(shell.environment);
  const decisions = await decisionsFor(shell, pipeline, { store, what });
  if (options.unchecked !== true) refuseSlip(store, name, decisions);
  const result = await mapName({
    ...{ pipeline, file, environment: shell.environment, what, name, to: options.to, store },
    primaryNames:
      options.unchecked === true ? undefined : () => askPrimaryNames(pipeline, { home, signal: shell.signal }),
    dryRun: options.dryRun === true,
  });
  const document: MapDocument = {
    pipeline: pipeline.name,
    file,
    ...result,
    waiting: waitingFor(name, decisions),
  };
  printResult(shell, options, document, () => mapText(document));
  if (result.result === 'by-hand') shell.end(1);
}

/** @throws ConsolidatorError `usage` where several stores could be meant */
function storeOf(pipeline: Pipeline, given: string | undefined): string {
  knownStores(pipeline, given === undefined ? undefined : [given]);
  const names = pipeline.secondaries.map(({ name }) => name);
  const [only, ...others] = given === undefined ? names : [given];
  if (only !== undefined && others.length === 0) return only;
  throw new ConsolidatorError('usage', `Say whose name it is: --store ${names.join(' or --store ')}.`);
}

/** What a person has to decide about for want of such a name. */
async function decisionsFor(
  shell: Shell,
  pipeline: Pipeline,
  { store, what }: Pick<MapResult, 'store' | 'what'>,
): Promise<readonly Decision[]> {
  if (!(await keeperOf(pipeline).exists())) return [];
  const decisions = decisionsOf(await readLedger(shell, pipeline, (ledger) => ledger.quarantined()));
  return decisions.filter((one) => one.store === store && mappingFor(one.code) === what);
}

/** A name that nothing waits for, and that is close to one that something waits for, is a slip. @throws ConsolidatorError `usage` */
function refuseSlip(store: string, name: string, decisions: readonly Decision[]): void {
  const values = decisions.map(({ value }) => value);
  if (values.some((value) => sameMethod(value, name))) return;
  const near = closest(name, values);
  if (near === undefined) return;
  throw new ConsolidatorError(
    'usage',
    `Nothing of ${store} waits for ${JSON.stringify(name)}. Did you mean ${JSON.stringify(near)}, which something waits for? If not, add --unchecked.`,
  );
}

function waitingFor(name: string, decisions: readonly Decision[]): MapDocument['waiting'] {
  return decisions
    .filter(({ value }) => sameMethod(value, name))
    .flatMap(({ records, followers }) => [...records, ...followers])
    .map(({ store, entity, sourceId, amount }) => ({ store, entity, sourceId, amount }));
}

function mapText({ file, store, what, name, to, result, lines, waiting, idle }: MapDocument): string {
  const named = `${store}: ${mappings[what].words} ${JSON.stringify(name)}`;
  const said =
    what === 'payment-terms'
      ? `${named}: due ${counted(Number(to), 'day')} after the invoice date`
      : `${named} is ${JSON.stringify(to)} in the primary`;
  const next =
    idle ??
    (waiting.length === 0
      ? 'Nothing waits for it in quarantine now.'
      : `${sumOf(waiting)} waited for it; the next run judges ${waiting.length === 1 ? 'it' : 'them'} anew: neto-consolidator run ${shellWord(file)}`);
  switch (result) {
    case 'unchanged':
      return [`${said}: ${file} says so already.`, next].join('\n');
    case 'by-hand':
      return [
        `${file} is written in a way that can't be changed without touching what stands around, so nothing was changed.`,
        `Add these lines to the entry of ${store} under secondaries yourself:`,
        ...lines,
      ].join('\n');
    case 'would-change':
      return [`${said}. Nothing was changed; in ${file} this would be:`, ...lines].join('\n');
    case 'changed':
      return [`${said}. Changed in ${file}:`, ...lines, next].join('\n');
  }
}
