import type { Protection } from './protection.ts';
import { nothingLost } from './protections/nothing-lost.ts';
import { once } from './protections/once.ts';
import { others } from './protections/others.ts';
import { toTheCent } from './protections/to-the-cent.ts';

/** All of them, by the promise that they belong to. */
export const protections: readonly Protection[] = [...once, ...nothingLost, ...toTheCent, ...others].sort(
  (a, b) => a.promise - b.promise,
);
