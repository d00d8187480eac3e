import type { Fault, FaultRequest, Faults } from './faults.ts';

type MakeFault = (random: () => number) => Fault;

const status =
  (when: 'before' | 'after'): MakeFault =>
  (random) => ({
    kind: 'status',
    status: [500, 502, 503][Math.floor(random() * 3)] ?? 500,
    when,
  });

/** What a plan can do, by name; `read` and `write` say to which requests it may happen. */
const plans = {
  'error-before': { on: ['read', 'write'], make: status('before') },
  'error-after': { on: ['read', 'write'], make: status('after') },
  'reset-before': { on: ['read', 'write'], make: () => ({ kind: 'reset', when: 'before' }) },
  'reset-after': { on: ['read', 'write'], make: () => ({ kind: 'reset', when: 'after' }) },
  /** Longer than the client waits. */
  'no-answer': { on: ['write'], make: () => ({ kind: 'silence', when: 'after' }) },
  slow: { on: ['read', 'write'], make: (random) => ({ kind: 'late', milliseconds: Math.floor(random() * 50) }) },
  'write-after-reads': {
    on: ['write'],
    make: (random) => ({ kind: 'write-after-reads', reads: 1 + Math.floor(random() * 2) }),
  },
  lie: { on: ['write'], make: () => ({ kind: 'lie' }) },
  truncated: { on: ['read', 'write'], make: () => ({ kind: 'truncate', cut: 'content' }) },
  'cut-off': { on: ['read', 'write'], make: () => ({ kind: 'truncate', cut: 'connection' }) },
  html: { on: ['read', 'write'], make: () => ({ kind: 'html' }) },
  'rate-limited': { on: ['read', 'write'], make: () => ({ kind: 'rate-limited', retryAfterSeconds: 0 }) },
  'partial-error': {
    on: ['write'],
    make: (random) => ({ kind: 'partial-batch', stored: Math.floor(random() * 4), answer: 'error' }),
  },
  'partial-success': {
    on: ['write'],
    make: (random) => ({ kind: 'partial-batch', stored: Math.floor(random() * 4), answer: 'success' }),
  },
  'partial-reset': {
    on: ['write'],
    make: (random) => ({ kind: 'partial-batch', stored: Math.floor(random() * 4), answer: 'reset' }),
  },
  'error-stored': {
    on: ['write'],
    make: (random) => ({ kind: 'error-though-stored', shownAfterReads: Math.floor(random() * 3) }),
  },
  'error-refused': { on: ['write'], make: () => ({ kind: 'refused' }) },
  drift: { on: ['read'], make: () => ({ kind: 'drift' }) },
} as const satisfies Record<string, { readonly on: readonly ('read' | 'write')[]; readonly make: MakeFault }>;

export type FaultKind = keyof typeof plans;
/** An Ack Error whose words say nothing of whether it was done: asked for by name, no plan has them otherwise. */
export const ackErrorKinds = ['error-stored', 'error-refused'] as const satisfies readonly FaultKind[];
export const faultKinds = (Object.keys(plans) as FaultKind[]).filter(
  (kind) => !ackErrorKinds.some((one) => one === kind),
);

export interface SeededFaultsOptions {
  readonly seed: number;
  /** Of the requests, from 0 to 1. */
  readonly rate: number;
  /** `faultKinds` when left out. */
  readonly kinds?: readonly FaultKind[] | undefined;
}

/** A plan of faults that is the same for the same seed and the same sequence of requests. */
export function seededFaults({ seed, rate, kinds = faultKinds }: SeededFaultsOptions): NonNullable<Faults['next']> {
  const random = randomFrom(seed);
  return ({ action }: FaultRequest) => {
    if (random() >= rate) return undefined;
    const kind = action.startsWith('Get') ? 'read' : 'write';
    const possible = kinds.map((name) => plans[name]).filter(({ on }) => on.some((one) => one === kind));
    return possible[Math.floor(random() * possible.length)]?.make(random);
  };
}

/** Mulberry32: small, and the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
