import { type Cents, centsText, decimalText, fixedOf } from '../cents.ts';

/** A number that is written with its decimals, as Xero does: `40.0`, `119.95`. */
export class Decimal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Json = string | number | boolean | null | Decimal | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export function money(cents: Cents): Decimal {
  return new Decimal(centsText(cents));
}

export function decimal(text: string): Decimal {
  return new Decimal(decimalText(fixedOf(text)));
}

/** JSON.stringify would write `40` for 40.0. Members that are undefined are left out. */
export function jsonText(value: Json): string {
  if (value instanceof Decimal) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members: string[] = [];
  for (const [name, member] of Object.entries(value as JsonObject)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${jsonText(member)}`);
  }
  return `{${members.join(',')}}`;
}
