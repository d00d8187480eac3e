/** Examples stand at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ neto-consolidator ${line}`).join('\n')}`;
}
