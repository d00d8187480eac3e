import type { FakeStore } from '../../src/fake-store/index.ts';
import type { Stage } from './stage.ts';

export type StoreName = 'west' | 'south';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Held {
  readonly entity: 'orders' | 'payments' | 'rmas';
  readonly sourceId: string;
  readonly code: string;
}

export interface ExpectedDifference {
  readonly kind: 'missing' | 'extra' | 'different' | 'doubled';
  readonly entity: 'order' | 'payment' | 'refund';
  /** Of the order, the payment or the return in its own store. */
  readonly sourceId: string;
}

/**
 * What must be in the primary of one source order when the month is over. Written by the events as they happen, in cents,
 * from what they do in the store; nothing here comes from the program.
 */
export interface Truth {
  readonly store: StoreName;
  readonly sourceId: string;
  readonly targetId: string;
  readonly kind: string;
  /** null: there must be no copy. */
  copyCents: number | null;
  /** Whether its copy went as far as Xero. */
  copyApproved: boolean;
  copyCancelled: boolean;
  /** Staff deleted it. */
  copyGone: boolean;
  /** How many orders staff of the primary entered there in its place. */
  entered: number;
  /** A person has linked it as it is: nothing waits, though it differs. */
  linked: boolean;
  paidCents: number;
  creditCents: number;
  /** What the copy's internal notes contain. */
  notes: string | undefined;
  tracking: string | undefined;
  readonly held: Held[];
  readonly differences: ExpectedDifference[];
}

export interface Stores {
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly south: FakeStore;
}

/** Something that happens in one of the stores, by the hand of a shopper or of staff. */
export interface Happening {
  /** Milliseconds since 1970. */
  at: number;
  readonly truth: Truth | undefined;
  /** What must be in the primary first; it is put off by a quarter of an hour until it is. */
  readonly ready: ((stores: Stores) => boolean) | undefined;
  readonly act: (stores: Stores) => void;
  /** What a person then does with a command of the program's; tried again until it is done. */
  readonly then?: (stage: Stage) => Promise<boolean>;
}

export function dollars(cents: number): string {
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

export function centsOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}

/** `2026-09-07 01:15:00`, UTC. */
export function netoTimeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
