import { timeZoneProblem } from '../../../config/values.ts';
import { likelyCountry } from '../../../operations/check/check-time-zone.ts';
import type { Answers, Question } from '../answers.ts';
import type { Surveyed } from '../interviewing.ts';
import type { Session } from '../session.ts';

const OTHER = 'another one';

/** The zone that the local times of its payments prove; where several fit, or none, a person says which. */
export async function askTimeZone(session: Session, answers: Answers, { name, survey }: Surveyed): Promise<string> {
  const question: Question = {
    id: `${name}.timezone`,
    flag: `--timezone ${name}=Australia/Sydney`,
    message: `Time zone of ${name}`,
    check: (answer) => {
      const problem = timeZoneProblem(answer);
      return problem && `This is a name ${problem}. Expected one such as Australia/Perth.`;
    },
  };
  const { zones, times } = survey;
  const [only] = zones;
  if (times > 0 && zones.length === 1 && only !== undefined) {
    const known = answers.known(question);
    if (known !== undefined && known !== only)
      session.tell(`${name}: the local times of its payments are those of ${only}, and not of ${known}.`);
    return known ?? only;
  }
  const consequence =
    times > 0
      ? `Its time zone decides which day an order belongs to. By its payments it may be each of these.`
      : `Its time zone decides which day an order belongs to. It has no payment that would tell.`;
  const country = survey.lists.settings.country.toUpperCase();
  const here = zones.filter((zone) => likelyCountry(zone) === undefined || likelyCountry(zone) === country);
  const offered = times > 0 ? zones : here;
  const proposal = times > 0 ? offered[0] : undefined;
  if (answers.known(question) !== undefined || offered.length === 0 || answers.person === undefined || answers.yes)
    return answers.get({ ...question, consequence, proposal });
  session.tell(`\n${consequence}`);
  const chosen = await answers.person.choose(
    question.message,
    [...offered, OTHER].map((value) => ({ value })),
    proposal,
  );
  return chosen === OTHER ? answers.get(question) : answers.keep(question.id, chosen);
}
