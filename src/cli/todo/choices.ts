import { plural, singular } from '../../entities/registry.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { counted, listed, money } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { add, type Decimal, ZERO } from '../../model/money.ts';
import { mappingFor, mappings } from '../../operations/map/mappings.ts';
import type { QuarantineAction } from '../../run/summary.ts';
import { booksStandingOf } from '../../verdict/books-standing.ts';
import type { Decision } from '../../verdict/decisions.ts';
import { type IntoBooks, intoBooksText, isLeftOver } from '../commands/quarantine/into-books.ts';
import { isEnterable } from '../text/quarantined-record.ts';

/** One way to decide, with what follows from it in the books. */
export interface Choice {
  readonly kind: 'map' | 'link' | QuarantineAction;
  readonly words: string;
  readonly effect: string;
  /** To be typed as it stands, but for what is in quotation marks with three dots. */
  readonly command: string;
}

interface Deciding extends Decision {
  readonly actions: readonly QuarantineAction[];
  readonly intoBooks: IntoBooks | null;
  /** Its number in the primary, of a single one. */
  readonly asNumbered: string | null;
}

/** The likeliest first; there is always one. @param file the pipeline file as it was given */
export function choicesOf(deciding: Deciding, file: string): Choice[] {
  const isWith = { retry: retrying, accept: accepting, drop: dropping };
  return [
    ...mapping(deciding, file),
    ...linking(deciding, file),
    ...(['accept', 'retry', 'drop'] as const)
      .filter((action) => deciding.actions.includes(action))
      .flatMap((action) => isWith[action](deciding, file)),
  ];
}

function mapping({ store, code, value, records, followers }: Deciding, file: string): Choice[] {
  const what = mappingFor(code);
  if (what === undefined || value === '') return [];
  const { words } = mappings[what];
  const to = '--to "…"';
  return [
    {
      kind: 'map',
      words:
        what === 'prefix'
          ? `Say which prefix the copies of ${value}… get`
          : `Say what ${words} ${JSON.stringify(value)} is in the primary`,
      effect: `The next run copies ${sumOf([...records, ...followers])}.`,
      command: value.startsWith('-')
        ? `neto-consolidator map ${to} --store ${store} -- ${what} ${shellWord(value)} ${file}`
        : `neto-consolidator map ${what} ${shellWord(value)} ${file} ${to} --store ${store}`,
    },
  ];
}

function linking({ store, entity, code, records, followers, asNumbered }: Deciding, file: string): Choice[] {
  const [record] = records;
  if (records.length > 1 || !isEnterable(entity, record.targetId, record.reason ?? '')) return [];
  const as = asNumbered !== null && entity === 'orders' ? shellWord(asNumbered) : '"…"';
  const show = `neto-consolidator quarantine show ${file} ${selected(record)}`;
  return [
    {
      kind: 'link',
      words:
        code === 'may-be-there'
          ? 'It is the one that stands there: link it'
          : `Enter it in the primary by hand${asNumbered === null || entity !== 'orders' ? '' : ` as ${asNumbered}`}, then link it`,
      effect: `It counts as copied, as you entered it${followers.length === 0 ? '' : `; ${sumOf(followers)} ${followers.length === 1 ? 'is' : 'are'} paired with what you entered`}. What to enter: \`${show}\``,
      command: `neto-consolidator link ${file} ${selected({ store, entity, sourceId: record.sourceId })} --as ${as}`,
    },
  ];
}

function accepting({ records, intoBooks }: Deciding, file: string): Choice[] {
  return records.length > 1
    ? []
    : records.map((record) => ({
        kind: 'accept',
        words: 'It is right: accept it',
        effect: intoBooks === null ? standing(record) : `Into the books go ${intoBooksText(intoBooks)}.`,
        command: `neto-consolidator quarantine accept ${file} ${selected(record)} --reason "…"${isLeftOver(intoBooks) ? ' --yes' : ''}`,
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
    effect: `The next run copies ${sumOf(records)} beside it.`,
    command: `neto-consolidator quarantine retry ${file} ${which} --another`,
  };
  return [
    ...(deciding.code === 'may-be-there' && records.length === 1 ? [another] : []),
    {
      kind: 'retry',
      words: `You have mended what is said: try ${it} again`,
      effect: `The next run judges ${it} anew, and copies ${it} where all is right now.`,
      command: `neto-consolidator quarantine retry ${file} ${which}`,
    },
  ];
}

function dropping(deciding: Deciding, file: string): Choice[] {
  const { records, followers } = deciding;
  const [first] = records;
  const which = records.length === 1 ? selected(first) : together(deciding);
  const standing = records.filter((record) => booksStandingOf(record) === 'copied');
  const effect =
    standing.length > 0
      ? `Nothing is changed in the primary: ${standing.map(({ targetId, sourceId }) => targetId ?? sourceId).join(', ')} stays in the books as it is, and is not followed any more.`
      : `Out of the books for good: ${sumOf([...records, ...followers])}.`;
  const words = `Leave ${records.length === 1 ? 'it' : 'them'} out`;
  return [{ kind: 'drop', words, effect, command: `neto-consolidator quarantine drop ${file} ${which} --reason "…"` }];
}

/** All of the decision, and no other record. */
function together({ store, entity, code, value }: Deciding): string {
  return `--all --code ${code} --value=${shellWord(value)} --store ${store} --entity ${entity}`;
}

function selected({ store, entity, sourceId }: Pick<LedgerRecord, 'store' | 'entity' | 'sourceId'>): string {
  return `${shellWord(sourceId)} --store ${store} --entity ${entity}`;
}

/** `2 orders (33.00) and 1 payment (11.00)` */
export function sumOf(records: readonly Pick<LedgerRecord, 'entity' | 'amount'>[]): string {
  const groups = [...Map.groupBy(records, ({ entity }) => entity)].map(([entity, own]) => {
    const known: Decimal[] = own.flatMap(({ amount }) => amount ?? []);
    const sum = known.length === 0 ? '' : ` (${money(add(ZERO, ...known))})`;
    return `${counted(own.length, singular(entity), plural(entity))}${sum}`;
  });
  return listed(groups);
}
