import { ConsolidatorError } from '../../model/errors.ts';
import type { KeptAnswers } from '../../operations/init/kept-answers.ts';
import type { Choice, Person } from './person.ts';

export interface Question {
  /** Names the answer among those that are kept: `west.since`. */
  readonly id: string;
  /** As it would be given on the command line: `--since west=2026-07-01`. */
  readonly flag: string;
  readonly message: string;
  /** What follows from the answer, in a sentence; told before the question. */
  readonly consequence?: string | undefined;
  /** What is taken where a person presses Enter, or says `--yes`. */
  readonly proposal?: string | undefined;
  /** Whether `--yes` is no answer, though a person who presses Enter gets the proposal. */
  readonly isPersonal?: boolean;
  /** The only answers there are; any text where it is left out. */
  readonly choices?: readonly Choice[] | undefined;
  /** What is wrong with an answer, as a sentence. */
  check?(answer: string): string | undefined;
}

interface AnswersOptions {
  /** By id; `*.since` holds for every store. */
  readonly flags: ReadonlyMap<string, string>;
  readonly kept: KeptAnswers;
  /** Undefined where nobody can be asked. */
  readonly person: Person | undefined;
  /** Takes whatever is proposed. */
  readonly yes: boolean;
  /** Whether keys of the environment go into `.env`. */
  readonly savesKeys: boolean;
  readonly tell: (text: string) => void;
  readonly save: (answers: KeptAnswers) => Promise<void>;
}

/** Where answers come from: the command line, what was answered before, and the person who is there. */
export class Answers {
  readonly person: Person | undefined;
  readonly yes: boolean;
  readonly savesKeys: boolean;
  readonly #options: AnswersOptions;
  readonly #flags: Map<string, string>;
  readonly #answers: Record<string, string>;
  readonly #missing: Question[] = [];

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.person = options.person;
    this.yes = options.yes;
    this.savesKeys = options.savesKeys;
    this.#flags = new Map(options.flags);
    this.#answers = { ...options.kept };
  }

  /** What stands fast already. @throws ConsolidatorError `usage` for a wrong one of the command line */
  known(question: Question): string | undefined {
    const given = this.#flags.get(question.id) ?? this.#flags.get(question.id.replace(/^[^.]*/, '*'));
    if (given !== undefined) {
      const problem = problemOf(question, given);
      if (problem === undefined) return given;
      throw new ConsolidatorError('usage', `${question.flag.split(' ')[0]}: ${problem}`, {
        remedy: `Give it as in ${question.flag}.`,
      });
    }
    const kept = this.#answers[question.id];
    return kept !== undefined && problemOf(question, kept) === undefined ? kept : undefined;
  }

  /**
   * Where nobody is there to answer, what is missing is told by `refuseMissing`, with all else that is.
   * @throws ConsolidatorError `usage`; `stopped`
   */
  async get(question: Question): Promise<string> {
    const known = this.known(question);
    if (known !== undefined) return this.keep(question.id, known);
    const { person, yes, tell } = this.#options;
    const { proposal, choices } = question;
    if (yes && proposal !== undefined && question.isPersonal !== true) return this.keep(question.id, proposal);
    if (person === undefined) {
      this.miss(question);
      return proposal ?? choices?.[0]?.value ?? '';
    }
    if (question.consequence !== undefined) tell(`\n${question.consequence}`);
    const answer =
      choices === undefined
        ? await person.text(question.message, {
            ...(proposal === undefined ? {} : { proposal }),
            check: (text) => problemOf(question, text),
          })
        : await person.choose(question.message, choices, proposal);
    return this.keep(question.id, answer);
  }

  /** Kept until the pipeline file is written, so that whoever is stopped can go on. */
  async keep(id: string, answer: string): Promise<string> {
    if (this.#answers[id] !== answer) {
      this.#answers[id] = answer;
      if (this.person !== undefined) await this.#options.save(this.#answers);
    }
    return answer;
  }

  kept(id: string): string | undefined {
    return this.#answers[id];
  }

  /** Words that were kept in one answer. */
  list(id: string): string[] {
    return (this.#answers[id] ?? '').split(',').filter((word) => word !== '');
  }

  /** It was wrong after all: it is to be asked again. */
  forget(id: string): void {
    this.#flags.delete(id);
    delete this.#answers[id];
  }

  miss(question: Question): void {
    this.#missing.push(question);
  }

  /** @throws ConsolidatorError `usage` that names the option of each answer that is missing */
  refuseMissing(): void {
    if (this.#missing.length > 0) throw this.nothingWithout();
  }

  /** The same, where no store can be asked before there is an answer. */
  nothingWithout(): ConsolidatorError {
    const isPersonal = ({ proposal, isPersonal = false }: Question): boolean => proposal === undefined || isPersonal;
    const own = this.#missing.filter(isPersonal).map(({ flag }) => `  ${flag}`);
    const proposed = this.#missing.filter((one) => !isPersonal(one)).map(({ flag }) => `  ${flag}`);
    const lines = [
      'Nobody is at a terminal to be asked, and answers are missing.',
      ...(own.length === 0 ? [] : ['To be said by you, for example:', ...own]),
      ...(proposed.length === 0 ? [] : ['Proposed so; --yes takes these, or give others:', ...proposed]),
    ];
    return new ConsolidatorError('usage', lines.join('\n'), { remedy: 'Give the same line with these added.' });
  }
}

function problemOf({ choices, check }: Question, answer: string): string | undefined {
  if (choices !== undefined && !choices.some(({ value }) => value === answer)) {
    return `${JSON.stringify(answer)} is none of ${choices.map(({ value }) => value || '"" (left open)').join(', ')}.`;
  }
  return check?.(answer);
}
