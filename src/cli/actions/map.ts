import { randomUUID } from 'node:crypto';
import type { Pipeline } from '../../config/pipeline.ts';
import { closest } from '../../config/problems.ts';
import { mapAndNote } from '../../decisions/note-map.ts';
import { sumOf } from '../../decisions/todo/choices.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { counted } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { sameMethod } from '../../model/method-names.ts';
import type { MapResult } from '../../operations/map/map-name.ts';
import { type MappingName, mappingFor, mappings } from '../../operations/map/mappings.ts';
import { namesThere } from '../../operations/map/names-there.ts';
import { askPrimaryNames } from '../../operations/map/primary-names.ts';
import { personHere } from '../../session/person-here.ts';
import { stateHome } from '../../session/state-home.ts';
import { type Decision, decisionsOf } from '../../verdict/decisions.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores, onlyPipeline, openPipeline } from '../pipeline-file.ts';
import { reasonIfGiven } from '../reason.ts';
import { nameInFleet, type Shell } from '../shell.ts';

interface MapCommand extends OutputOption {
  readonly reason?: string;
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
  /** Whether its own store lists the name; null where it has no list, or was not asked. */
  readonly listed: boolean | null;
}

export async function act(
  shell: Shell,
  what: MappingName,
  name: string,
  given: string | undefined,
  options: MapCommand,
): Promise<void> {
  const reason = reasonIfGiven(options.reason);
  const file = given ?? (await onlyPipeline(shell));
  if (nameInFleet(file) !== undefined)
    throw new ConsolidatorError(
      'usage',
      'A pipeline that is stored in a fleet is changed on its page (`serve --fleet`), or in its file: `pipelines apply FILE`.',
    );
  const pipeline = await openPipeline(shell, file);
  const store = storeOf(pipeline, options.store);
  const home = stateHome(shell.environment);
  const decisions = await decisionsFor(shell, pipeline, { store, what });
  const there =
    options.unchecked === true ? [] : await namesThere(pipeline, { store, what }, { home, signal: shell.signal });
  if (options.unchecked !== true) refuseSlip({ store, name, what }, decisions, there);
  const deciding = { pipeline, home, now: shell.now, signal: shell.signal };
  const word = { id: randomUUID(), by: personHere(), reason };
  const { result, untold } = await mapAndNote(deciding, word, {
    ...{ pipeline, file, environment: shell.environment, what, name, to: options.to, store },
    primaryNames:
      options.unchecked === true ? undefined : () => askPrimaryNames(pipeline, { home, signal: shell.signal }),
    dryRun: options.dryRun === true,
  });
  if (untold !== undefined) shell.note(untold);
  const document: MapDocument = {
    pipeline: pipeline.name,
    file,
    ...result,
    waiting: waitingFor(name, decisions),
    listed: there.length === 0 ? null : there.some((one) => sameMethod(one, name)),
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

/** A name that is close to one that something waits for, or that its store lists, and is none itself, is a slip. @throws ConsolidatorError `usage` */
function refuseSlip(
  { store, name, what }: Pick<MapResult, 'store' | 'name' | 'what'>,
  decisions: readonly Decision[],
  there: readonly string[],
): void {
  const values = decisions.map(({ value }) => value);
  if ([...values, ...there].some((value) => sameMethod(value, name))) return;
  const waited = closest(name, values);
  const near = waited ?? closest(name, there);
  if (near === undefined) return;
  const why = waited === undefined ? `which ${store} lists` : 'which something waits for';
  const is = waited === undefined ? `${store} lists no ${mappings[what].words}` : `Nothing of ${store} waits for`;
  throw new ConsolidatorError(
    'usage',
    `${is} ${JSON.stringify(name)}. Did you mean ${JSON.stringify(near)}, ${why}? If not, add --unchecked.`,
  );
}

function waitingFor(name: string, decisions: readonly Decision[]): MapDocument['waiting'] {
  return decisions
    .filter(({ value }) => sameMethod(value, name))
    .flatMap(({ records, followers }) => [...records, ...followers])
    .map(({ store, entity, sourceId, amount }) => ({ store, entity, sourceId, amount }));
}

function mapText({ file, store, what, name, to, result, lines, waiting, listed, idle }: MapDocument): string {
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
  const unknown =
    listed === false && waiting.length === 0
      ? [
          `${store} lists no ${mappings[what].words} of this name now; what bears it all the same, such as orders of a marketplace, is taken by it.`,
        ]
      : [];
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
      return [
        `${said}. Changed in ${file}:`,
        ...lines,
        ...unknown,
        `To take it out again, put ${file} back as it was: take away lines with +, put back those with -.`,
        next,
      ].join('\n');
  }
}
