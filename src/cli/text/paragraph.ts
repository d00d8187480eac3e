/** A paragraph behind so many blanks, in one line: it is broken where it is printed, by the width that there is. */
export function indent(text: string, blanks: number): string {
  return `${' '.repeat(blanks)}${text.trim().replaceAll(/\s+/g, ' ')}`.trimEnd();
}
