import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderSeed, Seed, Switches } from '../../../src/fake-store/index.ts';
import { repository } from '../../fixtures/support.ts';
import type { Feeder } from './feeding-stores.ts';

/** Fields of a stored record; `*` at either end of a text stands for anything. `{p}` is the case's own prefix. */
type Fields = Readonly<Record<string, unknown>>;

/** One case of a rule: what two stores hold, and what must come of it. No two cases share a name, an address or a SKU. */
export interface Case {
  readonly case: string;
  /** The reason code that it shows. */
  readonly reason?: string;
  readonly customers?: Fields;
  readonly products?: Fields;
  readonly orders?: Fields;
  readonly primary?: Partial<Seed>;
  readonly source: Partial<Seed>;
  readonly sourceSwitches?: Partial<Switches>;
  /** Beside the pipeline file. */
  readonly files?: Readonly<Record<string, string>>;
  readonly expect: {
    /** Of the copy, by source id. */
    readonly orders?: Readonly<Record<string, Fields>>;
    /** SKUs of the copy's lines, by source id. */
    readonly lines?: Readonly<Record<string, readonly string[]>>;
    /** Accounts that were made, by user name. */
    readonly made?: Readonly<Record<string, Fields>>;
    /** Products that were made, by SKU. */
    readonly articles?: Readonly<Record<string, Fields>>;
    /** Entity, source id, reason code. */
    readonly held?: readonly (readonly [string, string, string])[];
    readonly warnings?: readonly (readonly [string, string, string])[];
  };
}

export interface PlacedCase {
  readonly name: string;
  readonly store: string;
  /** Of the copies' numbers; in small letters of the made user names. */
  readonly prefix: string;
  readonly content: Case;
}

/** Each with a store and a prefix of its own, so that all can feed one primary together. */
export function casesOf(...files: readonly string[]): PlacedCase[] {
  const contents = files.flatMap((file) => readCases(file));
  return contents.map((content, index) => {
    const letters = `${String.fromCharCode(65 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`;
    return { name: content.case, store: `case-${letters.toLowerCase()}`, prefix: letters, content };
  });
}

function readCases(file: string): Case[] {
  return JSON.parse(readFileSync(join(repository, 'fixtures/cases', file), 'utf8')) as Case[];
}

export function feederOf({ store, prefix, content }: PlacedCase): Feeder {
  const { source, sourceSwitches, customers, products, orders } = content;
  return {
    name: store,
    prefix,
    seed: { ...source, orders: (source.orders ?? []).map(completed) },
    switches: sourceSwitches ?? {},
    rules: {
      customers: customers ?? { policy: 'prefix' },
      products: products ?? { policy: 'placeholder' },
      orders: orders ?? {},
    },
  };
}

/** Sent and invoiced on 10 July, with one product, where the case does not say otherwise. */
function completed(order: OrderSeed): OrderSeed {
  return {
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-07-10 02:00:00',
    DateUpdated: '2026-07-10 03:00:00',
    DateInvoiced: '2026-07-10',
    OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }],
    ...order,
  };
}

export function merged(cases: readonly PlacedCase[]): Partial<Seed> {
  const seeds = cases.map(({ content }) => content.primary ?? {});
  return {
    customers: seeds.flatMap(({ customers }) => customers ?? []),
    items: seeds.flatMap(({ items }) => items ?? []),
  };
}
