import type { Arena, ChildEnd, Place } from './arena.ts';

/** What a planted event has at hand. */
export interface Scene {
  readonly arena: Arena;
  /** Whether the primary shows at once what it stored, and no request fails: then a look proves. */
  readonly prompt: boolean;
  /** In [0, 1). */
  readonly random: () => number;
  /** Counts what was planted, in words, for the summary. */
  readonly planted: (what: string) => void;
  readonly violation: (what: string) => void;
  /** A run that is killed somewhere on its way, or ends by itself before. */
  readonly kill: (place?: Place) => Promise<ChildEnd>;
}

export function oneOf<T>(random: () => number, among: readonly T[]): T {
  return among[Math.floor(random() * among.length)] as T;
}
