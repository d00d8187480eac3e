/** Letters A to Z as small ones, and all others as they are: so ids are compared, as every database can. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
