import { toDoInXero } from '../../arrival/words.ts';
import type { Pipeline } from '../../config/pipeline.ts';
import { type QueueTold, readQueue, seenAllRefused } from '../../decisions/read-queue.ts';
import { type Decided, type Thing, thingsToDo } from '../../decisions/todo/things.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { ReasonCode } from '../../model/reasons.ts';
import { type MappingName, mappingFor, mappingNames, mappings } from '../../operations/map/mappings.ts';
import { askPrimaryNames } from '../../operations/map/primary-names.ts';
import { lastLook } from '../../proof/arrival-state.ts';
import { askedFor } from '../../run/unconfirmed.ts';
import { stateHome } from '../../session/state-home.ts';
import { LOOKED_AT } from '../../verdict/verdict.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores, onlyPipeline, openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { todoText } from '../text/todo-text.ts';
import { knownReason } from './quarantine/select.ts';

interface TodoOptions extends OutputOption {
  readonly store?: string;
  readonly code?: string;
  readonly offline?: boolean;
  readonly seen?: boolean;
}

type Names = Partial<Readonly<Record<MappingName, readonly string[]>>>;

export interface TodoDocument {
  readonly pipeline: string;
  readonly things: readonly Thing[];
  readonly decided: readonly Decided[];
  /** Names in the primary that something can be mapped to; only where something waits for one, and the primary was asked. */
  readonly names: Names;
  /** What somebody is to do in Xero by hand, by the last look into it. */
  readonly inXero?: string | undefined;
  readonly queued: QueueTold['queued'];
  readonly refused: QueueTold['refused'];
}

export async function act(shell: Shell, given: string | undefined, options: TodoOptions): Promise<void> {
  const file = given ?? (await onlyPipeline(shell));
  const pipeline = await openPipeline(shell, file);
  knownStores(pipeline, options.store === undefined ? undefined : [options.store]);
  knownReason(options.code);
  if (options.seen === true) await seenAllRefused(pipeline);
  const { isQueued, isQueuedBeside, ...queue } = await readQueue(pipeline);
  const isOfStore = ({ store }: { readonly store: string | null }): boolean =>
    options.store === undefined || store === options.store;
  const { all, books, said } = await readLedger(shell, pipeline, async (ledger) => ({
    all: await thingsToDo(ledger, pipeline, file, shell.now()),
    said: (await askedFor(ledger, await ledger.runs(LOOKED_AT))).filter((one) => one.said !== null && isOfStore(one)),
    books: pipeline.xero === undefined ? undefined : await lastLook(ledger),
  }));
  const isOpen = (thing: Thing): boolean =>
    (thing.kind !== 'decision' && !isQueuedBeside(thing)) ||
    (thing.kind === 'decision' &&
      !thing.records.every(({ entity, sourceId }) => isQueued({ store: thing.store, entity, sourceId })));
  const things = all.things.filter(
    (thing) =>
      isOfStore(thing) &&
      isOpen(thing) &&
      (options.code === undefined || (thing.kind === 'decision' && isAbout(thing, options.code))),
  );
  const decided = all.decided.filter(
    (one) => isOfStore(one) && (options.code === undefined || isAbout(one, options.code)),
  );
  const names = options.offline === true ? {} : await namesFor(shell, pipeline, things);
  const there = books === undefined || options.code !== undefined ? undefined : toDoInXero(books.arrivals);
  const inXero = there === undefined ? {} : { inXero: there };
  const document: TodoDocument = { pipeline: pipeline.name, things, decided, names, ...inXero, ...queue };
  printResult(shell, options, document, () => todoText(document, file, said));
  if (things.length > 0) shell.end(3);
}

const WAITS: string = 'waits-for' satisfies ReasonCode;

/** What waits is settled with what it waits for, which has a code of its own. */
function isAbout({ code, followers }: Pick<Decided, 'code' | 'followers'>, wanted: string): boolean {
  return code === wanted || (wanted === WAITS && followers.length > 0);
}

/** The primary is asked only where something can be mapped; where it does not answer, the rest is told all the same. */
async function namesFor(shell: Shell, pipeline: Pipeline, things: readonly Thing[]): Promise<Names> {
  const wanted = mappingNames.filter((name) =>
    things.some((thing) => thing.kind === 'decision' && mappingFor(thing.code) === name),
  );
  if (wanted.every((name) => mappings[name].namesIn === undefined)) return {};
  try {
    const asked = await askPrimaryNames(pipeline, { home: stateHome(shell.environment), signal: shell.signal });
    return Object.fromEntries(
      wanted.flatMap((name) => {
        const { namesIn } = mappings[name];
        return namesIn === undefined ? [] : [[name, [...namesIn(asked)].sort()]];
      }),
    );
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    shell.note(`The primary could not be asked for its names: ${error.message}`);
    return {};
  }
}
