import { booleanText, readBoolean } from '../value.ts';

/** The store's own spelling of one of a field's values. @returns undefined for a value that the field does not have */
export function enumValue(text: string, values: readonly string[]): string | undefined {
  return values.find((value) => value.toLowerCase() === text.toLowerCase());
}

/** "y", "1" and "true" as the store keeps them. @returns undefined for what is neither yes nor no */
export function booleanValue(text: string): string | undefined {
  const value = readBoolean(text);
  return value === undefined ? undefined : booleanText(value);
}
