import type { RunSummary } from '../../../src/run/summary.ts';
import { executeHere } from '../../cli/execute-here.ts';
import type { Ended } from '../../cli/program.ts';
import { orderSeed, type Setting, type TwoStores, withTwoStores } from './two-stores.ts';

/** The primary lacks this shipping method, so that the order is quarantined until a rule says what to make of it. */
export const held = { ShippingOption: 'Camel' } as const;
export const mended = { orders: { shippingMethods: { Camel: 'Post' } } } as const;

export const paid = (Id: string, Amount: string, more: Readonly<Record<string, string>> = {}) => ({
  Id, Amount, PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00', ...more,
}); // biome-ignore format: a table

export const rma = { staff: 'anna', warehouse: 'Virtual', waitDays: 0, taxCode: 'GST', freeTaxCode: 'FREE' };
const entities = ['products', 'customers', 'orders', 'payments', 'rmas'];

export interface ByHand extends TwoStores {
  command(...words: string[]): Promise<Ended>;
  link(...words: string[]): Promise<Ended>;
  /** With the rule that lets the quarantined orders go. */
  runMended(): Promise<RunSummary>;
  /** What the primary was asked to write, by action. */
  written(): string[];
}

const WRITES = /^(Add|Update)/;

/** Stores whose commands are run as a person runs them. The primary has staff, and what they enter stands there unmarked. */
export async function withHands<T>(setting: Setting, use: (stores: ByHand) => Promise<T>): Promise<T> {
  const whole: Setting = {
    ...setting,
    main: { staff: ['anna'], ...setting.main },
    rules: { entities, rma, prefix: { N: 'S' }, ...setting.rules },
  };
  return withTwoStores(whole, (stores) => {
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
    const command = async (...words: string[]) => {
      const { file } = await stores.pipeline();
      const placed = words.map((word) => (word === '<pipeline>' ? file : word));
      return executeHere(placed, { folder: stores.home, home: stores.home, environment });
    };
    return use({
      ...stores,
      command,
      link: (...words) => command('link', '<pipeline>', ...words),
      runMended: async () =>
        stores.run({ pipeline: await stores.pipeline({ ...whole, rules: { ...whole.rules, ...mended } }) }),
      written: () => stores.main.requests.map(({ action }) => action).filter((action) => WRITES.test(action)),
    });
  });
}

/** As a person enters it in the primary: on an account of its own, without any of our notes. */
export function entered(OrderID: string, more: Readonly<Record<string, unknown>> = {}) {
  const { DateUpdated: _, ...seed } = orderSeed({ OrderID, ShippingOption: 'Post', Username: 'jsmith', ...more });
  return seed;
}

/** The same on the account that its copy would be on. */
export function enteredAsCopy(OrderID: string, more: Readonly<Record<string, unknown>> = {}) {
  return entered(OrderID, { Username: 'west_store', ...more });
}
