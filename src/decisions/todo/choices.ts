import { plural, singular } from '../../entities/kinds.ts';
import { findEntity } from '../../entities/registry.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { counted, listed, money } from '../../model/amounts-text.ts';
import { awaitedBatch } from '../../model/awaited.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { absolute, add, type Decimal, isNegative, isZero, ZERO } from '../../model/money.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { type EnterAs, idsToLink, isEnterable } from '../../operations/link/enter-as.ts';
import { mapLine, mappingFor, mappings } from '../../operations/map/mappings.ts';
import type { QuarantineAction } from '../../run/summary.ts';
import { booksStandingOf } from '../../verdict/books-standing.ts';
import type { Decision } from '../../verdict/decisions.ts';
import { type IntoBooks, intoBooksText, isLeftOver } from '../into-books.ts';

/** One way to decide, with what follows from it in the books. */
export interface Choice {
  readonly kind: 'map' | 'adopt' | 'confirm' | 'link' | QuarantineAction;
  readonly words: string;
  readonly effect: string;
  /** To be typed as it stands, but for what is in quotation marks with three dots. */
  readonly command: string;
}

interface Deciding extends Decision {
  readonly actions: readonly QuarantineAction[];
  readonly intoBooks: IntoBooks | null;
  /** Under which id it was entered in the primary, or is to be; of a single one. */
  readonly enterAs: EnterAs;
}

/** The likeliest first; there is always one. @param file the pipeline file as it was given */
export function choicesOf(deciding: Deciding, file: string): Choice[] {
  const isWith = { retry: retrying, accept: accepting, drop: dropping };
  return [
    ...mapping(deciding, file),
    ...adopting(deciding, file),
    ...confirming(deciding, file),
    ...linking(deciding, file),
    ...(['accept', 'retry', 'drop'] as const)
      .filter((action) => deciding.actions.includes(action))
      .flatMap((action) => isWith[action](deciding, file)),
  ];
}

function mapping(deciding: Deciding, file: string): Choice[] {
  const { store, code, value } = deciding;
  const what = mappingFor(code);
  if (what === undefined || value === '') return [];
  const { words } = mappings[what];
  return [
    {
      kind: 'map',
      words:
        what === 'prefix'
          ? `Say which prefix the copies of ${value}… get`
          : `Say what ${words} ${JSON.stringify(value)} is in the primary`,
      effect: `The next run copies ${sumOf(withFollowers(deciding))}.`,
      command: mapLine({ what, name: value, store }, file),
    },
  ];
}

function adopting({ store, code }: Deciding, file: string): Choice[] {
  if (!ADOPTED.includes(code)) return [];
  return [
    {
      kind: 'adopt',
      words: 'It is a copy of this one, which another program or a lost ledger made: take it over',
      effect: 'It counts as copied where all that must agree with its store does. Nothing is written to any store.',
      command: commandLine('neto-consolidator adopt', [file], `--store ${store}`),
    },
  ];
}

const ADOPTED: readonly string[] = ['copied-under-another-id', 'target-id-taken'] satisfies QuarantineReason[];

function confirming({ records: [{ seen }] }: Deciding, file: string): Choice[] {
  const batch = awaitedBatch(seen);
  if (batch === undefined) return [];
  return [
    {
      kind: 'confirm',
      words: `You have imported the files of batch ${batch}, or thrown them away`,
      effect: 'What the primary has of it counts as copied; the next run copies the rest.',
      command: commandLine('neto-consolidator export confirm', [file], `--batch ${batch}`),
    },
  ];
}

/** What stands in the primary already, and what is to be entered there. */
function linking({ store, entity, records, followers, enterAs: as }: Deciding, file: string): Choice[] {
  const [record] = records;
  if (records.length > 1 || !isEnterable(record)) return [];
  const which = selected({ store, entity, sourceId: record.sourceId });
  const show = lineOf('quarantine show', file, which);
  const link = (id: string): string => lineOf('link', file, which, ` --as ${id}`);
  const paired =
    followers.length === 0
      ? ''
      : `; ${sumOf(followers)} ${followers.length === 1 ? 'is' : 'are'} paired with what you entered`;
  const effect = `It counts as copied, as you entered it${paired}.`;
  const ids = idsToLink(as, record);
  const there = ids.map(
    (id): Choice => ({
      kind: 'link',
      words: `${id} in the primary is it, entered by hand: link it`,
      effect: `It counts as copied, as it stands there${paired}.`,
      command: link(shellWord(id)),
    }),
  );
  const [number] = as.kind === 'number' ? ids : [];
  const under = entity !== 'orders' ? '' : number === undefined ? ' under the number that it gives' : ` as ${number}`;
  const entered: Choice = {
    kind: 'link',
    words: `${onlyAfter(record)} it in the primary by hand${under}, then link it`,
    effect: record.payload
      ? `${effect} What to enter: \`${show}\``
      : `${effect} What to enter: as ${record.sourceId} stands in ${store}.`,
    command: link(number === undefined ? '"…"' : shellWord(number)),
  };
  if (as.kind === 'there') return there;
  return as.kind === 'there-or-given' ? [...there, entered] : [entered];
}

/** Both would be in the books. */
function onlyAfter({ targetId, reason }: LedgerRecord): string {
  return targetId === null || reason === 'copy-gone' || reason === 'not-stored'
    ? 'Enter'
    : `Cancel ${targetId} in the primary, enter`;
}

function accepting({ records, intoBooks }: Deciding, file: string): Choice[] {
  return records.length > 1
    ? []
    : records.map((record) => ({
        kind: 'accept',
        words: 'It is right: accept it',
        effect: intoBooks === null ? standing(record) : `Into the books go ${intoBooksText(intoBooks)}.`,
        command: lineOf(
          'quarantine accept',
          file,
          selected(record),
          ` --reason "…"${isLeftOver(intoBooks) ? ' --yes' : ''}`,
        ),
      }));
}

function standing({ targetId, amount }: LedgerRecord): string {
  const own = amount === null ? '' : ` (${money(amount)} in its store)`;
  return targetId === null
    ? `It counts as settled${own}; nothing is written.`
    : `${targetId} stays in the books as it stands in the primary${own}.`;
}

function retrying(deciding: Deciding, file: string): Choice[] {
  const { records } = deciding;
  const [first] = records;
  const which = records.length === 1 ? selected(first) : together(deciding);
  const it = records.length === 1 ? 'it' : 'them';
  const another: Choice = {
    kind: 'retry',
    words: 'It is another one than the one that stands there: copy it all the same',
    effect: `The next run copies ${sumOf(records)} beside it, and both are in the books then: if they are one, it counts twice.`,
    command: lineOf('quarantine retry', file, which, ' --another'),
  };
  return [
    ...(deciding.code === 'may-be-there' && records.length === 1 ? [another] : []),
    {
      kind: 'retry',
      words: `You have mended what is said: try ${it} again`,
      effect: `The next run judges ${it} anew, and copies ${it} where all is right now.`,
      command: lineOf('quarantine retry', file, which),
    },
  ];
}

function dropping(deciding: Deciding, file: string): Choice[] {
  const { records } = deciding;
  const [first] = records;
  const which = records.length === 1 ? selected(first) : together(deciding);
  const effect = droppedEffect(deciding);
  const words = `Leave ${records.length === 1 ? 'it' : 'them'} out`;
  return [{ kind: 'drop', words, effect, command: lineOf('quarantine drop', file, which, ' --reason "…"') }];
}

function droppedEffect(deciding: Deciding): string {
  const { entity, records, followers } = deciding;
  const names = (some: readonly LedgerRecord[]): string =>
    some.map(({ targetId, sourceId }) => targetId ?? sourceId).join(', ');
  const inBooks = records.filter((record) => booksStandingOf(record) === 'copied');
  const replaced = records.flatMap(({ replaces }) => replaces.map(({ targetId }) => targetId));
  if (replaced.length > 0)
    return `Nothing is changed in the primary: the old copy (${listed(replaced)}) stays in the books in its place.`;
  if (inBooks.length > 0)
    return `Nothing is changed in the primary: ${names(inBooks)} stays in the books as it is, and is not followed any more.`;
  // What it is needed for is not decided by that.
  if (findEntity(entity)?.financial === undefined)
    return followers.length === 0
      ? 'It is neither made nor linked.'
      : `It is neither made nor linked. What needs it waits on, to be decided one by one: ${sumOf(followers)}.`;
  const standing = records.filter(({ targetId, reason }) => targetId !== null && !COPY_LOST.includes(reason ?? ''));
  const unless =
    standing.length === 0 ? '' : `, unless ${names(standing)} stands approved in the primary, where nothing is changed`;
  return `Out of the books for good: ${sumOf(withFollowers(deciding))}${unless}.${lackingText(records)}`;
}

/** What the copy of its order is then without. */
function lackingText(records: readonly LedgerRecord[]): string {
  const [first] = records;
  const copied = records.filter(({ reason }) => reason !== 'waits-for');
  if (first === undefined || first.parent === null || copied.length === 0) return '';
  const orders = [...new Set(copied.flatMap(({ parent }) => parent ?? []))];
  const sum = add(ZERO, ...copied.flatMap(({ amount }) => amount ?? []));
  const which = orders.length === 1 ? `copy of ${orders[0]}` : 'copies of their orders';
  const words = lacking(first.entity, { isOne: orders.length === 1, sum, words: `by ${money(sum)}` });
  return words === '' || isZero(sum) ? '' : ` In the primary the ${which} ${words}.`;
}

/** How the copy of an order stands that has not got such a sum. @param without.words how the sum is named where it is above zero */
export function lacking(
  entity: LedgerRecord['entity'],
  { isOne, sum, words }: { readonly isOne: boolean; readonly sum: Decimal; readonly words: string },
): string {
  const sign = findEntity(entity)?.financial?.sign;
  if (sign === undefined || findEntity(entity)?.belongsTo === undefined) return '';
  const stays = isOne ? 'stays' : 'stay';
  if (!isNegative(sum)) return `${stays} ${sign === 'adds' ? 'unpaid' : 'uncredited'} ${words}`;
  const more = `${money(absolute(sum))} more than in ${isOne ? 'its' : 'their'} own store`;
  return `${stays} ${sign === 'adds' ? 'paid' : 'credited'} ${more}`;
}

/** Of these nothing stands in the primary under the number that is known. */
const COPY_LOST: readonly string[] = ['copy-gone', 'payment-copy-gone', 'rma-copy-gone'] satisfies QuarantineReason[];

/** What a line is about: a record by its id, or several by options alone. */
interface Which {
  readonly ids: readonly string[];
  readonly options: string;
}

function lineOf(command: string, file: string, { ids, options }: Which, more = ''): string {
  return commandLine(`neto-consolidator ${command}`, [file, ...ids], `${options}${more}`);
}

/** All of the decision, and no other record. */
function together({ store, entity, code, value }: Deciding): Which {
  return {
    ids: [],
    options: `--all --code ${code} --value=${shellWord(value)} --store ${store} --entity ${entity}`,
  };
}

function selected({ store, entity, sourceId }: Pick<LedgerRecord, 'store' | 'entity' | 'sourceId'>): Which {
  return { ids: [sourceId], options: `--store ${store} --entity ${entity}` };
}

type Summed = Pick<LedgerRecord, 'entity' | 'amount'>;

/** Of one list it is the same each time, several choices tell it, and there may be tens of thousands. */
const sums = new WeakMap<readonly Summed[], string>();

/** `2 orders (33.00) and 1 payment (11.00)` */
export function sumOf(records: readonly Summed[]): string {
  const known = sums.get(records);
  if (known !== undefined) return known;
  const words = sumWords(records);
  sums.set(records, words);
  return words;
}

/** With what follows them by itself. */
function withFollowers({ records, followers }: Pick<Decision, 'records' | 'followers'>): readonly LedgerRecord[] {
  return followers.length === 0 ? records : [...records, ...followers];
}

function sumWords(records: readonly Summed[]): string {
  const groups = [...Map.groupBy(records, ({ entity }) => entity)].map(([entity, own]) => {
    const known: Decimal[] = own.flatMap(({ amount }) => amount ?? []);
    const sum = known.length === 0 ? '' : ` (${money(add(ZERO, ...known))})`;
    return `${counted(own.length, singular(entity), plural(entity))}${sum}`;
  });
  return listed(groups);
}
