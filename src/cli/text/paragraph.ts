const WIDTH = 100;

/** Broken between words into lines that begin with so many blanks. */
export function indent(text: string, blanks: number): string {
  const margin = ' '.repeat(blanks);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    if (line !== '' && margin.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${margin}${one}`.trimEnd()).join('\n');
}
