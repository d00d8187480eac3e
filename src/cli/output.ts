import { type Command, Option } from 'commander';
import { type Shell, typed } from './shell.ts';
import { wrapText } from './text/wrap.ts';

export interface OutputOption {
  readonly output: 'text' | 'json';
}

/** Adds `--output`, which every command has that answers a question. */
export function withOutput(command: Command): Command {
  return command.addOption(
    new Option('--output <format>', 'text for people, or one JSON document on the standard output')
      .choices(['text', 'json'])
      .default('text'),
  );
}

/** Sentences of a command without a document, broken where they don't fit. */
export function printText(shell: Shell, text: string): void {
  shell.print(wrapText(typed(shell, text), shell.width));
}

/** Prints the one or the other: exactly one JSON document, or text. */
export function printResult(shell: Shell, { output }: OutputOption, document: unknown, text: () => string): void {
  shell.print(output === 'json' ? JSON.stringify(document, null, 2) : wrapText(typed(shell, text()), shell.width));
}

/** Also where the command line could not be understood as a whole. */
export function wantsJson(words: readonly string[]): boolean {
  return words.some((word, index) => word === '--output=json' || (word === 'json' && words[index - 1] === '--output'));
}
