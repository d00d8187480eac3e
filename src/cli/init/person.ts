import { ConsolidatorError } from '../../model/errors.ts';
import { type Around, type Prompting, WIDTH } from './around.ts';

export interface Choice {
  readonly value: string;
  /** What is shown; the value where it is left out. */
  readonly name?: string;
  /** What follows from it, shown while it is looked at. */
  readonly consequence?: string;
}

/** Somebody at a terminal. */
export interface Person {
  /** @param check says what is wrong with an answer; it is asked for again */
  text(
    message: string,
    options: { readonly proposal?: string; check(answer: string): string | undefined },
  ): Promise<string>;
  /** What is typed is never shown. */
  secret(message: string, check: (answer: string) => string | undefined): Promise<string>;
  choose(message: string, choices: readonly Choice[], proposal?: string): Promise<string>;
  confirm(message: string, proposal: boolean): Promise<boolean>;
}

/** Rows of a list that are shown at once. */
const PAGE = 12;
/** What Inquirer puts before a line. */
const MARGIN = 3;

/**
 * Asks by the prompts of Inquirer, which nobody else has to load. Ctrl-C, Ctrl-D and the end of the input stop it.
 * @throws ConsolidatorError `stopped`, from every question
 */
export async function openPerson(
  { input, output }: Prompting,
  { signal, width = WIDTH, wrap, visible }: Pick<Around, 'signal' | 'width' | 'wrap' | 'visible'>,
): Promise<Person> {
  const { default: text } = await import('@inquirer/input');
  const { default: password } = await import('@inquirer/password');
  const { default: select } = await import('@inquirer/select');
  const { default: confirm } = await import('@inquirer/confirm');

  async function ask<T>(prompt: (context: PromptContext) => Promise<T>): Promise<T> {
    const ended = new AbortController();
    const end = (): void => ended.abort();
    // A prompt whose input has ended would wait for ever.
    const onKey = (_: unknown, key?: { readonly name?: string; readonly ctrl?: boolean }): void => {
      if (key?.ctrl === true && key.name === 'd') end();
    };
    input.on('keypress', onKey).once('end', end).once('close', end);
    try {
      return await prompt({ input, output, signal: AbortSignal.any([signal, ended.signal]) });
    } catch (error) {
      if (error instanceof Error && ENDS.includes(error.name))
        throw new ConsolidatorError('stopped', 'Stopped as asked.');
      throw error;
    } finally {
      input.off('keypress', onKey).off('end', end).off('close', end);
    }
  }

  // Inquirer itself tears words at the edge.
  const fitted = (words: string): string => wrap(visible(words), width - MARGIN);
  const problem = (words: string | undefined): string | true => (words === undefined ? true : fitted(words));

  return {
    text: (message, { proposal, check }) =>
      ask((context) =>
        text(
          {
            message: fitted(message),
            ...(proposal === undefined ? {} : { default: proposal }),
            validate: (answer) => problem(check(answer.trim())),
          },
          context,
        ),
      ).then((answer) => answer.trim()),
    secret: (message, check) =>
      ask((context) =>
        password(
          {
            message: fitted(message),
            mask: '*',
            toggleMask: false,
            validate: (answer) => problem(check(answer.trim())),
          },
          context,
        ),
      ).then((answer) => answer.trim()),
    choose: (message, choices, proposal) =>
      ask((context) =>
        select(
          {
            message: fitted(message),
            choices: choices.map(({ value, name = value, consequence }) => ({
              value,
              name: visible(name),
              // What stands on the screen afterwards.
              short: visible(value === '' ? name : value),
              ...(consequence === undefined ? {} : { description: fitted(consequence) }),
            })),
            pageSize: PAGE,
            loop: false,
            ...(proposal === undefined ? {} : { default: proposal }),
          },
          context,
        ),
      ),
    confirm: (message, proposal) => ask((context) => confirm({ message: fitted(message), default: proposal }, context)),
  };
}

/** Of Inquirer: Ctrl-C, the signal, the end of the input. */
const ENDS: readonly string[] = ['ExitPromptError', 'AbortPromptError'];

type PromptContext = Prompting & { readonly signal: AbortSignal };
