import type { SwitchDescription } from '../../fake-store/index.ts';
import { indent } from './paragraph.ts';

/** Every switch with its values, the default first named, and what it changes. */
export function switchesText(switches: readonly SwitchDescription[]): string {
  return switches
    .map(({ name, meaning, values, fallback }) => `  ${name}=${fallback}  (${values})\n${indent(meaning, 6)}`)
    .join('\n');
}
