import { z } from 'zod';
import type { Ledger } from '../ledger/ledger.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { type Decimal, decimalSchema } from '../model/money.ts';
import { upperKey } from '../model/text-key.ts';
import { addSeconds, type Instant, instantSchema, type LocalDate, localDateSchema } from '../model/time.ts';
import type { XeroClient } from '../xero/client.ts';
import type { openXero, XeroSettings } from './open-xero.ts';
import type { Resources } from './resources.ts';

/** One document of the books that bears a number. */
export interface NumberInXero {
  readonly number: string;
  readonly status: string;
  readonly total: Decimal;
  readonly day: LocalDate | null;
}

/** Whether numbers that copies are about to get are free in the books. */
export interface NumbersInXero {
  /**
   * By number in upper case: what bears it there, with what the export puts before numbers and without; of every status.
   * @returns the reason why it is not known, where the books can't be asked
   * @throws ConsolidatorError `stopped`
   */
  of(numbers: readonly string[]): Promise<ReadonlyMap<string, readonly NumberInXero[]> | { readonly unread: string }>;
}

const SCOPE = 'numbers in xero';
/** Neighbours are asked for together, since the next orders get them: half of what one request takes, for two spellings. */
const BLOCK = 50;
const HOLDS_SECONDS = 2 * 86_400;
const keptSchema = z.object({
  at: instantSchema,
  taken: z.array(
    z.object({ number: z.string(), status: z.string(), total: decimalSchema, day: localDateSchema.nullable() }),
  ),
});

interface Asking {
  readonly settings: XeroSettings;
  readonly ledger: Pick<Ledger, 'learned' | 'learn'>;
  readonly around: Parameters<typeof openXero>[1];
  readonly resources: Resources;
  readonly now: () => Instant;
  /** Whether what was asked may be kept for the next run. */
  readonly keeps: boolean;
}

export function numbersInXero(asking: Asking): NumbersInXero {
  let client: XeroClient | undefined;
  const ask = async (numbers: readonly string[]): Promise<NumberInXero[]> => {
    const { openXero: open } = await import('./open-xero.ts');
    const { readInvoicesByNumber } = await import('../xero/read.ts');
    client ??= open(asking.settings, asking.around, asking.resources);
    const prefix = upperKey(asking.settings.invoicePrefix ?? '');
    const spelt = numbers.flatMap((number) => (prefix === '' ? [number] : [prefix + number, number]));
    const wanted = new Set(spelt);
    const found = await readInvoicesByNumber(client, spelt);
    return found.flatMap(({ isSale, number, status, total, day }) => {
      const key = upperKey(number.trim());
      if (!isSale || !wanted.has(key)) return [];
      const plain = prefix !== '' && key.startsWith(prefix) && !numbers.includes(key) ? key.slice(prefix.length) : key;
      return [{ number: plain, status, total, day }];
    });
  };
  return {
    async of(numbers) {
      const found: NumberInXero[] = [];
      try {
        for (const [name, block] of blocksOf(numbers.map(upperKey)))
          found.push(...(await ofBlock(name, block, ask, asking)));
      } catch (error) {
        if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
        return { unread: error.message };
      }
      return Map.groupBy(found, ({ number }) => number);
    },
  };
}

async function ofBlock(
  name: string,
  numbers: readonly string[],
  ask: (numbers: readonly string[]) => Promise<NumberInXero[]>,
  { ledger, now, keeps }: Asking,
): Promise<readonly NumberInXero[]> {
  const text = await ledger.learned(SCOPE, name);
  const kept = keptSchema.safeParse(text === null ? null : JSON.parse(text)).data;
  // What bears a number there may be gone by now: only that a number is free is taken from what was kept.
  if (kept !== undefined && addSeconds(kept.at, HOLDS_SECONDS) > now() && kept.taken.length === 0) return [];
  const taken = await ask(numbers);
  if (keeps) await ledger.learn(SCOPE, name, JSON.stringify({ at: now(), taken }));
  return taken;
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
