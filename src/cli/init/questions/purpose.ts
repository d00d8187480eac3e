import { dateProblem } from '../../../config/values.ts';
import type { Purpose } from '../../../operations/init/pipeline-choices.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';

export function askSince({ answers, before }: Interviewing, { name }: Surveyed): Promise<string> {
  return answers.get({
    id: `${name}.since`,
    flag: `--since ${name}=2026-07-01`,
    message: 'The first day to copy (YYYY-MM-DD)',
    consequence: `Orders of ${name} from which day on belong into the books of the primary? Those before it stay out; choose the first day that is not in Xero yet, so that nothing is booked twice.`,
    isPersonal: true,
    ...(before === undefined ? {} : { proposal: before.since }),
    check: (answer) => {
      const problem = dateProblem(answer);
      return problem && `This ${problem.replace(/^which /, '')}. Expected YYYY-MM-DD, such as 2026-07-01.`;
    },
  });
}

export async function askPurpose({ answers, before }: Interviewing, { name }: Surveyed): Promise<Purpose> {
  const answer = await answers.get({
    id: `${name}.purpose`,
    flag: `--purpose ${name}=books`,
    message: `Who sends the goods of ${name}?`,
    proposal: before?.purpose ?? 'books',
    isPersonal: true,
    choices: [
      {
        value: 'books',
        name: `${name} itself (books)`,
        consequence:
          'Copies are for the accounts alone: made when an order is invoiced or sent, never picked, and no stock moves in the primary.',
      },
      {
        value: 'fulfil',
        name: 'the primary (fulfil)',
        consequence:
          'Copies are made when an order is approved, and stand in the work queue of the primary, which picks, packs and ships them from its stock.',
      },
    ],
  });
  return answer === 'fulfil' ? 'fulfil' : 'books';
}
