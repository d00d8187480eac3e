import type { SwitchesInput } from '../../src/fake-store/switches.ts';
import { pairwise } from '../support/pairwise.ts';
import type { Policy, Trial } from './measure.ts';

export type Setting = Omit<Trial, 'seed' | 'orders'>;

const factors = {
  discountAmount: ['per-line', 'per-unit'],
  discountRounding: ['per-line', 'per-unit', 'per-order'],
  lineHalfCents: ['up', 'even', 'down'],
  taxHalfCents: ['up', 'even', 'down'],
  shippingTotal: ['before-discount', 'after-discount'],
  shippingTax: ['included', 'added'],
  taxRounding: ['per-line', 'per-order'],
} as const satisfies { readonly [Name in keyof SwitchesInput]?: readonly SwitchesInput[Name][] };

const others = {
  orderRounding: ['added', 'subtracted', 'ignored'],
  purpose: ['books', 'fulfil'],
  customers: ['match', 'prefix', 'house'],
} as const;

/** Both ends read everything alike. */
export const equalSettings: readonly Setting[] = pairwise({ ...factors, ...others }).map(
  ({ orderRounding, purpose, customers, ...source }) => ({
    source,
    primary: { ...source, orderRounding },
    purpose,
    customers,
  }),
);

const prefixed = (end: string) =>
  Object.fromEntries(Object.entries(factors).map(([name, all]) => [`${end} ${name}`, all]));
const ofEnd = (row: Readonly<Record<string, unknown>>, end: string): SwitchesInput =>
  Object.fromEntries(Object.keys(factors).map((name) => [name, row[`${end} ${name}`]])) as SwitchesInput;

/** Each end reads by itself. */
export const unequalSettings: readonly Setting[] = pairwise({
  ...prefixed('source'),
  ...prefixed('primary'),
  ...others,
}).map((row: Readonly<Record<string, unknown>>) => ({
  source: ofEnd(row, 'source'),
  primary: { ...ofEnd(row, 'primary'), orderRounding: row['orderRounding'] as 'added' | 'subtracted' | 'ignored' },
  purpose: row['purpose'] as 'books' | 'fulfil',
  customers: row['customers'] as Policy,
}));

export function describeSetting({ source, primary, purpose, customers }: Setting): string {
  const parts = Object.keys(factors).map((name) => {
    const [one, other] = [source, primary].map((end) => String((end as Record<string, unknown>)[name]));
    return `${name} ${one === other ? one : `${one}>${other}`}`;
  });
  return [...parts, `orderRounding ${primary.orderRounding}`, purpose, customers].join(', ');
}
