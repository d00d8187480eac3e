import { CommanderError } from 'commander';
import { type ErrorCode, errorCodes } from '../model/error-codes.ts';
import { ConsolidatorError, exitCodeOf } from '../model/errors.ts';
import { isAskingYes } from './ask.ts';
import { wantsJson } from './output.ts';
import { lineOf, type Shell, type Surroundings, signalCode, typed } from './shell.ts';
import { wrapText } from './text/wrap.ts';

interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly exit: number;
}

/** Says what went wrong, for people and, where asked, for scripts. @returns the exit code */
export function reportError(
  error: unknown,
  around: Surroundings & Partial<Pick<Shell, 'line' | 'file' | 'inLocalTime'>>,
  words: readonly string[],
  command = '',
): number {
  const shell = { line: lineOf(words), ...around };
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  // No command at all: the help that was shown says enough.
  if (error instanceof CommanderError && error.code === 'commander.help') return 2;
  const found = failureOf(error, shell.signal);
  const failure = {
    ...found,
    message: typed(shell, found.message),
    remedy: isAskingYes(error)
      ? `To do it: ${shell.line} --yes`
      : typed(shell, found.remedy).replace('<command>', command === '' ? '<command>' : command),
  };
  const { code, message, remedy, exit } = failure;
  const [first = '', ...more] = message.split('\n');
  // What was asked for and done is no error.
  const tell = (text: string): void => shell.note(wrapText(text, shell.width));
  // A question is no mistake.
  if (isAskingYes(error)) tell([message, 'To do it:', `  ${shell.line} --yes`].join('\n'));
  else if (code === 'stopped') tell(`Stopped as asked. ${remedy}`);
  else tell([`error: ${first}`, ...more.map((line) => `       ${line}`), ...advice(failure)].join('\n'));
  const debug = shell.environment['NETO_CONSOLIDATOR_DEBUG'];
  if (debug !== undefined && debug !== '' && error instanceof Error) shell.note(stackOf(error));
  if (wantsJson(words)) shell.print(JSON.stringify({ error: { code, message, remedy } }, null, 2));
  return exit;
}

function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof CommanderError) {
    // Commander has its own "error: " in front.
    const message = error.message.replace(/^error: /, '').replace(/\n\(?(Did you mean .*?)\)?$/s, '. $1');
    return { ...failure('usage', sentence(message)), exit: 2 };
  }
  if (error instanceof ConsolidatorError) {
    const stopped = error.code === 'stopped' && signal.aborted;
    return {
      ...failure(error.code, error.message, error.remedy),
      exit: stopped ? signalCode(signal.reason) : exitCodeOf(error),
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { ...failure('internal', `The program met something it was not made for: ${reason}`), exit: 1 };
}

function failure(code: ErrorCode, message: string, remedy?: string): Omit<Failure, 'exit'> {
  return { code, message, remedy: remedy ?? errorCodes[code].remedy };
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
}

function advice({ code, remedy }: Failure): string[] {
  const debug = code === 'internal' ? ' NETO_CONSOLIDATOR_DEBUG=1 shows where it happened.' : '';
  return [`  what to do: ${remedy}${debug}`, `  code: ${code}`];
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
