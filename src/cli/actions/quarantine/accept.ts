import type { Pipeline } from '../../../config/pipeline.ts';
import { asSeen } from '../../../decisions/as-seen.ts';
import type { Decided } from '../../../decisions/decide.ts';
import { type IntoBooks, intoBooks, intoBooksText, isLeftOver } from '../../../decisions/into-books.ts';
import { type LeftInBooks, leftInBooks, refuseLeft } from '../../../decisions/left-in-books.ts';
import { singular } from '../../../entities/kinds.ts';
import type { AcceptResult } from '../../../ledger/decision.ts';
import type { LedgerRecord } from '../../../ledger/record.ts';
import { acceptanceOf } from '../../../ledger/transitions/what-can-be-done.ts';
import { money } from '../../../model/amounts-text.ts';
import { commandLine, shellWord } from '../../../model/command-lines.ts';
import type { EntityName } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { absolute, add, compare, type Decimal, decimal, isNegative } from '../../../model/money.ts';
import { stateHome } from '../../../session/state-home.ts';
import { decideHere, queuedWords, refuseChanged } from '../../deciding.ts';
import { readLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import { reasonGiven } from '../../reason.ts';
import type { SelectOptions } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';
import { acceptAsOwn } from './accept-as-own.ts';
import { select, selectOne } from './select.ts';

interface AcceptOptions extends SelectOptions, OutputOption {
  readonly reason: string;
  readonly all?: boolean;
  /** A decimal above zero, as it was typed. */
  readonly upTo?: string;
  readonly leaveInBooks?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

interface Planned {
  readonly record: LedgerRecord;
  readonly left: LeftInBooks;
  readonly books: IntoBooks | null;
  readonly result: AcceptResult;
}

interface Accepted {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly result: AcceptResult;
  /** An order's total, a payment's amount, as its store has it. */
  readonly amount: Decimal | null;
  /** By how much its copy differs; null where nothing of the total does. */
  readonly difference: Decimal | null;
  /** What stays in the books though its remedy was to take it out or to mend it, in sentences. */
  readonly leftInBooks: readonly string[];
  /** null where no order's total differs. */
  readonly intoBooks: IntoBooks | null;
}

export interface AcceptDocument {
  readonly pipeline: string;
  /** Nothing was accepted: only said. */
  readonly dryRun: boolean;
  readonly accepted: readonly Accepted[];
  /** An order of the primary that no run could explain, and that is its own by a person's word. */
  readonly own?: readonly string[] | undefined;
  /** A run goes on, which takes it between two batches or at its end. */
  readonly queued?: boolean | undefined;
}

export async function act(shell: Shell, file: string, id: string | undefined, options: AcceptOptions): Promise<void> {
  reasonGiven(options.reason);
  if ((id === undefined) === (options.all !== true))
    throw new ConsolidatorError('usage', 'Say which record: either its id, or --all with --up-to.');
  if ((options.all === true) !== (options.upTo !== undefined))
    throw new ConsolidatorError('usage', '--all and --up-to go together: --all --up-to 0.05.');
  const pipeline = await openPipeline(shell, file);
  const own = id === undefined ? undefined : await acceptAsOwn(shell, pipeline, { id, file, ...options });
  if (own !== undefined) {
    const document: AcceptDocument = {
      pipeline: pipeline.name,
      dryRun: own.dryRun,
      accepted: [],
      own: [own.targetId],
      ...(own.queued === true ? { queued: true } : {}),
    };
    printResult(shell, options, document, () => own.words);
    return;
  }
  const planned = await readLedger(shell, pipeline, async (ledger, resources) => {
    const all: Planned[] = [];
    for (const record of chosen(await ledger.quarantined(), pipeline, options, id)) {
      const left = await leftInBooks(
        { ...shell, home: stateHome(shell.environment) },
        pipeline,
        { ledger, resources },
        record,
      );
      all.push({ record, left, books: await intoBooks(ledger, record), result: acceptanceOf(record) });
    }
    return all;
  });
  const refused = planned.find(({ result }) => result === 'not-acceptable' || result === 'not-held');
  if (refused !== undefined) throw notAcceptable(refused.record, file);
  const wanted = options.dryRun !== true && (await mayAccept(shell, planned, options, file));
  const decided = wanted ? await acceptAll(shell, pipeline, planned, options.reason) : undefined;
  const queued = decided?.kind === 'queued' ? [queuedWords(decided)] : [];
  const accepted = planned.map(acceptedOf);
  const document: AcceptDocument = {
    ...{ pipeline: pipeline.name, dryRun: !wanted, accepted },
    ...(queued.length > 0 ? { queued: true } : {}),
  };
  printResult(shell, options, document, () => [...queued, acceptedText(accepted, file, !wanted)].join('\n'));
}

/** @throws ConsolidatorError `usage` where a person's word is missing */
async function mayAccept(
  shell: Shell,
  planned: readonly Planned[],
  { yes, all, leaveInBooks }: AcceptOptions,
  file: string,
): Promise<boolean> {
  for (const { record, left } of planned) {
    if (leaveInBooks !== true) refuseLeft(record, left, file);
    if (left.notAsked !== null) shell.note(`How its copy stands now could not be looked at: ${left.notAsked}`);
  }
  // Of many at once --up-to has said how much may be left over.
  const [one] = planned;
  if (yes === true || all === true || one === undefined || !isLeftOver(one.books)) return true;
  const { sourceId } = one.record;
  const into = `Into the books would go ${intoBooksText(one.books)}`;
  if (shell.ask !== undefined) return shell.ask(`${sourceId}: ${into}. Accept it?`);
  throw new ConsolidatorError(
    'usage',
    `${sourceId}: ${into}. Nothing was accepted. Look at it (${showLine(file, sourceId)}), then add --yes.`,
  );
}

async function acceptAll(
  shell: Shell,
  pipeline: Pipeline,
  planned: readonly Planned[],
  reason: string,
): Promise<Decided | undefined> {
  const [first, ...others] = planned.map(({ record, left: { seen, said } }) => {
    return { ...asSeen(record), left: [...seen], said: [...said] };
  });
  if (first === undefined) return undefined;
  const decided = await decideHere(shell, pipeline, { kind: 'accept', reason, records: [first, ...others] });
  refuseChanged(decided);
  return decided;
}

function acceptedOf({ record, left, books, result }: Planned): Accepted {
  const { store, entity, sourceId, amount: total, difference } = record;
  return { store, entity, sourceId, result, amount: total, difference, intoBooks: books, leftInBooks: left.said };
}

function notAcceptable({ entity, sourceId }: LedgerRecord, file: string): ConsolidatorError {
  const why = `There is no difference in cents that could be accepted, and no copy that could be right as it is.`;
  return new ConsolidatorError(
    'usage',
    `${singular(entity)} ${sourceId} can't be accepted. ${why} See: ${showLine(file, sourceId)}`,
  );
}

function showLine(file: string, sourceId: string): string {
  return commandLine('neto-consolidator quarantine show', [file, sourceId]);
}

/** One by its id; or those whose total alone differs, by little. */
function chosen(
  quarantined: readonly LedgerRecord[],
  pipeline: Pipeline,
  options: AcceptOptions,
  id: string | undefined,
): readonly LedgerRecord[] {
  if (id !== undefined) return [selectOne(quarantined, pipeline, options, id)];
  const upTo = decimal(options.upTo ?? '0');
  return select(quarantined, pipeline, options).filter(
    ({ difference }) => difference !== null && compare(absolute(difference), upTo) <= 0,
  );
}

function acceptedText(accepted: readonly Accepted[], file: string, dryRun: boolean): string {
  if (accepted.length === 0) return 'Nothing is quarantined that differs by so little.';
  const lines = accepted.map(({ store, entity, sourceId, result, leftInBooks, ...money }) => {
    const name = `${store} ${singular(entity)} ${sourceId}`;
    const said =
      result === 'released'
        ? 'the next run goes on with it, takes what differs as right, and approves its copy'
        : 'counts as right as it stands in the primary';
    const left = leftInBooks.map((one) => `\n  stays in the books: ${one}`);
    return `${name}: ${said}${inBooks(money)}${left.join('')}`;
  });
  if (dryRun) return ['Nothing was accepted. This would be:', ...lines].join('\n');
  // What stands in the primary as it should is settled by the word alone; with an order goes what waits for it.
  const isLeft = accepted.some(({ result, entity }) => result === 'released' || entity === 'orders');
  return [...lines, ...(isLeft ? [`Next: neto-consolidator run ${shellWord(file)}`] : [])].join('\n');
}

/** What is taken as right, in money. */
function inBooks({
  amount: total,
  difference,
  intoBooks: books,
}: Omit<Accepted, 'store' | 'entity' | 'sourceId' | 'result' | 'leftInBooks'>): string {
  if (total === null) return '';
  if (difference === null) return ` (${money(total)} in its store)`;
  const less = isNegative(difference) ? 'less' : 'more';
  const words = `${money(absolute(difference))} ${less} than the ${money(total)} of its store`;
  const whole = isLeftOver(books) ? `\n  into the books go ${intoBooksText(books)}` : '';
  return `. Into the books go ${money(add(total, difference))}: ${words}${whole}`;
}
