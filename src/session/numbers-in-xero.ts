import { z } from 'zod';
import { type Decimal, decimalSchema } from '../model/money.ts';
import { upperKey } from '../model/text-key.ts';
import { addSeconds, type Instant, instantSchema, type LocalDate, localDateSchema } from '../model/time.ts';
import type { BooksOfRun, FromBooks } from './books-of-run.ts';
import { prefixInForce } from './learned-prefix.ts';

/** One document of the books that bears a number. */
export interface NumberInXero {
  readonly number: string;
  readonly status: string;
  readonly total: Decimal;
  readonly day: LocalDate | null;
  /** Of whom it is; left out where it was read in an earlier run, since no name is kept. */
  readonly contactName?: string;
}

/** What is known of some numbers; each by its upper case. */
export interface AskedNumbers {
  /** What bears a number there, with what the export puts before it and without; of every status. */
  readonly taken: ReadonlyMap<string, readonly NumberInXero[]>;
  /** Of which nothing is known, since the books can't be asked. */
  readonly unread: ReadonlySet<string>;
  /** Why; empty where all are known. */
  readonly why: string;
  /** Since when the books have not answered; null where they have. */
  readonly since: Instant | null;
}

/** Whether numbers that copies are about to get are free in the books. */
export interface NumbersInXero {
  /** @throws ConsolidatorError `stopped` */
  of(numbers: readonly string[]): Promise<AskedNumbers>;
}

/** New orders of a store whose numbers could not be asked for in the books: the next run takes them up. */
export interface WaitForXero {
  readonly orders: ReadonlySet<string>;
  readonly why: string;
  /** Since when the books have not answered; null where it is not known. */
  readonly since: Instant | null;
}

const SCOPE = 'numbers in xero';
const UNASKED = ' unasked since';
/** Neighbours are asked for together, since the next orders get them: half of what one request takes, for two spellings. */
const BLOCK = 50;
const HOLDS_SECONDS = 2 * 86_400;
const keptSchema = z.object({
  at: instantSchema,
  taken: z.array(
    z.object({ number: z.string(), status: z.string(), total: decimalSchema, day: localDateSchema.nullable() }),
  ),
});

export function numbersInXero(books: BooksOfRun): NumbersInXero {
  return {
    async of(numbers) {
      const found: NumberInXero[] = [];
      const unread = new Set<string>();
      let why = '';
      const asked = new Set(numbers.map(upperKey));
      for (const [name, block] of blocksOf([...asked])) {
        const of = await ofBlock(name, block, books);
        if (of.kind === 'read') found.push(...of.value);
        else {
          for (const number of block) if (asked.has(number)) unread.add(number);
          why = of.why;
        }
      }
      const since = await unaskedSince(books, unread.size > 0);
      return { taken: Map.groupBy(found, ({ number }) => number), unread, why, since };
    },
  };
}

/** Kept from run to run, so that a trouble which lasts is told as one. */
async function unaskedSince(books: BooksOfRun, isUnread: boolean): Promise<Instant | null> {
  const known = instantSchema.safeParse(await books.ledger.learned(SCOPE, UNASKED)).data ?? null;
  // What was known before was not asked for, and is no answer.
  const since = isUnread ? (known ?? books.now()) : books.hasAnswered ? null : known;
  if (books.keeps && since !== known) await books.ledger.learn(SCOPE, UNASKED, since ?? '');
  return since;
}

async function ofBlock(
  name: string,
  numbers: readonly string[],
  books: BooksOfRun,
): Promise<FromBooks<readonly NumberInXero[]>> {
  const { ledger, settings } = books;
  const prefix = upperKey(await prefixInForce(ledger, settings));
  // What was free in other books, or under another spelling, says nothing of these.
  const key = [name, settings.organisation ?? '', prefix].join(' ').trim();
  const text = await ledger.learned(SCOPE, key);
  const kept = keptSchema.safeParse(text === null ? null : JSON.parse(text)).data;
  // What bears a number there may be gone by now: only that a number is free is taken from what was kept.
  if (kept !== undefined && addSeconds(kept.at, HOLDS_SECONDS) > books.now() && kept.taken.length === 0)
    return { kind: 'read', value: [] };
  const taken = await askFor(numbers, prefix, books);
  if (taken.kind === 'read' && books.keeps)
    await ledger.learn(SCOPE, key, JSON.stringify({ at: books.now(), taken: taken.value.map(withoutName) }));
  return taken;
}

function withoutName({ contactName: _name, ...kept }: NumberInXero): NumberInXero {
  return kept;
}

async function askFor(
  numbers: readonly string[],
  prefix: string,
  books: BooksOfRun,
): Promise<FromBooks<readonly NumberInXero[]>> {
  const { readInvoicesByNumber } = await import('../xero/read.ts');
  const spelt = numbers.flatMap((number) => (prefix === '' ? [number] : [prefix + number, number]));
  const wanted = new Set(spelt);
  const found = await books.ask((client, options) => readInvoicesByNumber(client, spelt, options));
  if (found.kind === 'unread') return found;
  const value = found.value.flatMap(({ isSale, number, status, total, day, contactName }) => {
    const key = upperKey(number.trim());
    if (!isSale || !wanted.has(key)) return [];
    const plain = prefix !== '' && key.startsWith(prefix) && !numbers.includes(key) ? key.slice(prefix.length) : key;
    return [{ number: plain, status, total, day, contactName }];
  });
  return { kind: 'read', value };
}

/** `W1234` with `W1200` to `W1249`; a number of another form by itself. */
function blocksOf(numbers: readonly string[]): Map<string, readonly string[]> {
  const blocks = new Map<string, readonly string[]>();
  for (const number of numbers) {
    const [, prefix = '', digits = ''] = /^(.*?)(\d{1,12})$/.exec(number) ?? [];
    if (digits === '' || number.includes('-')) {
      blocks.set(number, [number]);
      continue;
    }
    const first = Math.floor(Number(digits) / BLOCK) * BLOCK;
    const all = Array.from(
      { length: BLOCK },
      (_, place) => prefix + String(first + place).padStart(digits.length, '0'),
    );
    blocks.set(`${prefix}${String(first).padStart(digits.length, '0')}+`, all);
  }
  return blocks;
}
