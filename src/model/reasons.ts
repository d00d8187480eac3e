import { changes } from './reasons/changes.ts';
import { leftOut } from './reasons/left-out.ts';
import { numbers } from './reasons/numbers.ts';
import { orders } from './reasons/orders.ts';
import { payments } from './reasons/payments.ts';
import { peopleAndProducts } from './reasons/people-and-products.ts';
import { reading } from './reasons/reading.ts';
import type { Reason } from './reasons/reason.ts';
import { returns } from './reasons/returns.ts';
import { writing } from './reasons/writing.ts';

/** Every reason for which a record is quarantined or left out by rule (skip). */
export const reasons = {
  ...numbers,
  ...orders,
  ...peopleAndProducts,
  ...payments,
  ...returns,
  ...writing,
  ...changes,
  ...reading,
  ...leftOut,
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof reasons;

type CodesOf<Kind extends Reason['kind']> = {
  [Code in ReasonCode]: (typeof reasons)[Code]['kind'] extends Kind ? Code : never;
}[ReasonCode];

/** For which a record waits for a person. */
export const quarantineReasons = (Object.keys(reasons) as ReasonCode[]).filter(
  (code) => reasons[code].kind === 'quarantine',
);

export type QuarantineReason = CodesOf<'quarantine'>;
export type SkipReason = CodesOf<'skip'>;
