/** One choice as `todo` prints it. */
export interface PrintedChoice {
  /** `drop`, `retry --another`, `link there`: what tells it from the other choices of its decision. */
  readonly name: string;
  readonly words: string;
  /** Typed as it stands, but for what is in quotation marks with three dots. */
  readonly command: string;
}

/** One decision as `todo` prints it. */
export interface PrintedThing {
  /** `west order N100 (W100), 10 July, 11.00: total-unexplained` */
  readonly title: string;
  /** All that stands under it, without its choices. */
  readonly text: string;
  readonly choices: readonly PrintedChoice[];
}

/** What a person reads from the screen of `todo`. */
export function printedThings(screen: string): PrintedThing[] {
  const blocks = screen.split(/\n(?=\d+\. )/).slice(1);
  return blocks.map((block) => {
    const [title = '', ...lines] = block.split('\n');
    const choices: PrintedChoice[] = [];
    const text: string[] = [];
    let words = '';
    for (const line of lines) {
      const command = /^ {5}(neto-consolidator .+)$/.exec(line)?.[1];
      if (command !== undefined) choices.push({ name: nameOf(command, words), words, command });
      else if (line.startsWith('   - ')) words = line.slice(5);
      else if (line !== '') text.push(line.trim());
    }
    return { title: title.replace(/^\d+\. /, ''), text: text.join('\n'), choices };
  });
}

function nameOf(command: string, words: string): string {
  const [verb = '', second = ''] = command.split(' ').slice(1);
  if (verb === 'link') return words.includes(' is it, ') ? 'link there' : 'link';
  if (verb === 'export') return 'confirm';
  if (verb !== 'quarantine') return verb;
  return command.endsWith(' --another') ? `${second} --another` : second;
}

/** As a shell splits a line whose texts stand in quotation marks, without the name of the program. */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/["']/g, ''));
}

/** `quarantine show`: what is to be keyed, by name; lines and payments are several. */
export function shownRows(screen: string): { readonly name: string; readonly value: string }[] {
  const [, part = ''] = screen.split('To enter in the primary by hand, where it is not copied\n');
  const [rows = ''] = part.split('\n\n');
  return rows.split('\n').flatMap((line) => {
    const [, name, value] = /^ {2}(\S+(?: \S+)*) {2,}(\S.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}
