import { switchNotes } from './switch-notes.ts';
import { switchValues } from './switch-values.ts';
import type { Switches } from './switches.ts';

export interface SwitchDescription {
  readonly name: keyof Switches;
  readonly meaning: string;
  /** In words: `error | drop-line`. */
  readonly values: string;
  readonly fallback: string;
}

export function describeSwitches(): SwitchDescription[] {
  return (Object.keys(switchNotes) as (keyof Switches)[]).map((name) => {
    const [fallback, values] = switchValues[name];
    return { name, meaning: switchNotes[name], values, fallback };
  });
}
