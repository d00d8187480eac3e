import { type Decimal, formatMoney } from '../model/money.ts';
import type { Instant } from '../model/time.ts';

/** `YYYY-MM-DD HH:MM:SS` in UTC, as filters and the …UTC write fields take it (reference, section 1.6). */
export function netoTime(at: Instant): string {
  return at.replace('T', ' ').replace('Z', '');
}

/** Neto's spelling of a boolean; scalars travel as strings (reference, section 1.1). */
export function netoBoolean(value: boolean): 'True' | 'False' {
  return value ? 'True' : 'False';
}

/** At least two decimals; never rounded, since a cut price changes a total. */
export function netoAmount(value: Decimal): string {
  return formatMoney(value);
}

type Field = string | readonly unknown[] | Readonly<Record<string, unknown>> | null | undefined;

/** Leaves out what is empty or not given, so that the store keeps its own defaults. */
export function given(fields: Readonly<Record<string, Field>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== '') kept[name] = value;
  }
  return kept;
}
