/**
 * Whether a key is a long number that a spreadsheet wrote as `9.31E+12`: its digits are lost, and other numbers look the
 * same then, so that two products or two orders would become one.
 */
export function isShortenedNumber(text: string): boolean {
  return /^\s*\d(?:[.,]\d+)?E\+\d{2,3}\s*$/i.test(text);
}

/** The second half of a sentence that begins with the place. It names no shopper: the digits are gone. */
export function shortened(text: string): string {
  return `holds ${text.trim()}, a long number that a spreadsheet has shortened, so that its digits are lost; expected the whole number. Export the file anew and don't save it from a spreadsheet, or have that column formatted as text before the file is opened`;
}

const keys = ['OrderID', 'RelatedOrderID', 'ParentOrderID', 'SKU', 'ParentSKU', 'Username', 'PaymentID', 'OrderLineID'];

/** The first such key in a record in the shape of the API, with the field that holds it. */
export function shortenedKeyIn(content: unknown): { readonly field: string; readonly text: string } | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  for (const [field, value] of Object.entries(content)) {
    if (typeof value === 'string' && keys.includes(field) && isShortenedNumber(value)) return { field, text: value };
    const inner = shortenedKeyIn(value);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
