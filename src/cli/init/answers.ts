import { closest } from '../../config/problems.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { KeptAnswers } from '../../operations/init/kept-answers.ts';
import { type GivenFlag, givenId } from './flags.ts';
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
  readonly flags: ReadonlyMap<string, GivenFlag>;
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
  readonly #flags: Map<string, GivenFlag>;
  /** Ids of all questions that there were. */
  readonly #questions = new Set<string>();
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
    this.#questions.add(question.id);
    const id = givenId(question.id);
    const given = (this.#flags.get(id) ?? this.#flags.get(forAll(id)))?.value;
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
    this.#flags.delete(givenId(id));
    delete this.#answers[id];
  }

  /** It is to be asked again when the same command is given again. */
  async takeBack(ids: readonly string[]): Promise<void> {
    for (const id of ids) delete this.#answers[id];
    if (this.person !== undefined) await this.#options.save(this.#answers);
  }

  miss(question: Question): void {
    this.#missing.push(question);
  }

  /**
   * At the end of all questions: nothing is missing, and nothing was given in vain.
   * @throws ConsolidatorError `usage` that names the option of each answer that is missing, and each that answers nothing
   */
  refuseMissing(): void {
    const idle = this.#idle();
    if (this.#missing.length > 0) throw this.nothingWithout(idle);
    if (idle.length === 0) return;
    const lines = ['Options were given that no question takes:', ...idle];
    throw new ConsolidatorError('usage', lines.join('\n'), {
      remedy: `Mend them or leave them out.${this.person === undefined ? '' : ' All that was answered is kept.'}`,
    });
  }

  /** A line for each option that nothing was asked for. */
  #idle(): string[] {
    const ids = [...this.#questions];
    const taken = new Set(ids.flatMap((id) => [givenId(id), forAll(givenId(id))]));
    return [...this.#flags]
      .filter(([id]) => !taken.has(id))
      .map(([id, { words }]) => `  ${words} (${this.#whyIdle(id, ids)})`);
  }

  #whyIdle(id: string, asked: readonly string[]): string {
    const [, store = '', kind = '', name] = /^([^.]*)\.([^.]*)(?:\.(.*))?$/s.exec(id) ?? [];
    if (name === undefined) return 'as the other answers are, nothing asks for it';
    const names = asked.flatMap((one) => {
      const [, own, of, known] = /^([^.]*)\.([^.]*)\.(.*)$/s.exec(one) ?? [];
      return of === kind && (store === '*' || own === store) && known !== undefined ? [known] : [];
    });
    if (names.length === 0) return 'as the other answers are, nothing asks for such names';
    const near = closest(name, names);
    const [, stranger] = store === '*' ? (/^([a-z][a-z0-9-]{0,11}):/.exec(name) ?? []) : [];
    if (stranger !== undefined) return `there is no store ${stranger}`;
    const whose = store === '*' ? 'no store has this' : `${store} has nothing of this`;
    const there = names.slice(0, NAMED).map((one) => JSON.stringify(one));
    const hint = near === undefined ? `there is ${there.join(', ')}` : `did you mean ${JSON.stringify(near)}?`;
    return `${whose} name; ${hint}${kind === 'prefix' ? '; `map` adds one later' : ''}`;
  }

  /** The same, where no store can be asked before there is an answer. */
  nothingWithout(idle: readonly string[] = []): ConsolidatorError {
    const isPersonal = ({ proposal, isPersonal = false }: Question): boolean => proposal === undefined || isPersonal;
    const own = this.#missing.filter(isPersonal).map(({ flag }) => `  ${flag}`);
    const proposed = this.#missing.filter((one) => !isPersonal(one)).map(({ flag }) => `  ${flag}`);
    const lines = [
      'Nobody is at a terminal to be asked, and answers are missing.',
      ...(own.length === 0 ? [] : ['To be said by you, for example:', ...own]),
      ...(proposed.length === 0 ? [] : ['Proposed so; --yes takes these, or give others:', ...proposed]),
      ...(idle.length === 0 ? [] : ['So far no question takes these:', ...idle]),
    ];
    return new ConsolidatorError('usage', lines.join('\n'), { remedy: 'Give the same line with these added.' });
  }
}

/** Of names that a message tells. */
const NAMED = 10;

function forAll(id: string): string {
  return id.replace(/^[^.]*/, '*');
}

function problemOf({ choices, check }: Question, answer: string): string | undefined {
  if (choices !== undefined && !choices.some(({ value }) => value === answer)) {
    return `${JSON.stringify(answer)} is none of ${choices.map(({ value }) => value || '"" (left open)').join(', ')}.`;
  }
  return check?.(answer);
}
