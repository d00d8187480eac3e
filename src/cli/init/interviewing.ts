import type { PrefixOwner } from '../../model/order-id.ts';
import type { SecondaryChoices } from '../../operations/init/pipeline-choices.ts';
import type { StoreSurvey } from '../../operations/init/survey.ts';
import type { Answers } from './answers.ts';
import type { Connected } from './connect.ts';
import type { Session } from './session.ts';

export interface Surveyed extends Connected {
  readonly name: string;
  readonly survey: StoreSurvey;
}

/** What all questions about a secondary may depend on. */
export interface Interviewing {
  readonly session: Session;
  readonly answers: Answers;
  readonly primary: Surveyed & { readonly prefixes: readonly string[] };
  /** Prefixes that no copy of the next store may meet. */
  readonly taken: readonly PrefixOwner[];
  /** The secondaries before it. */
  readonly earlier: readonly SecondaryChoices[];
  /** The last of these, whose answers are likely to be the next one's. */
  readonly before: SecondaryChoices | undefined;
}
