import { proposeWarehouse } from '../../../operations/init/propose-names.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';

export async function askWarehouse({ answers, primary, before }: Interviewing, { name }: Surveyed): Promise<string> {
  const { warehouses } = primary.survey.lists;
  const active = warehouses.filter((one) => one.active).map((one) => one.name);
  const proposal = before?.warehouse ?? proposeWarehouse(warehouses);
  const question = {
    id: `${name}.warehouse`,
    flag: `--warehouse ${name}=Virtual`,
    message: 'The warehouse in the primary that the copies name',
    consequence:
      'No stock may move for goods that another store sends: it should be a warehouse that holds none. Without one, make it in the control panel of the primary first.',
    ...(proposal === undefined ? {} : { proposal }),
  };
  if (active.length === 0)
    return answers.get({
      ...question,
      check: (answer) => (answer === '' ? 'Expected the name of a warehouse.' : undefined),
    });
  return answers.get({ ...question, choices: active.map((value) => ({ value })) });
}

/** Neto has no list of them: those that orders of the primary bear are offered by name. */
export function askSalesChannel({ answers, primary }: Interviewing, { name }: Surveyed): Promise<string> {
  const there = primary.survey.latest.salesChannels.map((one) => one.name);
  const own = there.find((channel) => channel.toLowerCase() === name);
  const seen = there.length === 0 ? '' : ` Its orders bear ${there.slice(0, 5).join(', ')}.`;
  return answers.get({
    id: `${name}.salesChannel`,
    flag: `--sales-channel ${name}=West`,
    message: 'Sales channel of the copies in the primary',
    consequence: `By it the copies of ${name} are found in the primary and kept apart in its reports.${seen}`,
    proposal: own ?? (name.charAt(0).toUpperCase() + name.slice(1)).slice(0, 15),
    check: (answer) => (answer !== '' && answer.length <= 15 ? undefined : 'A sales channel has 1 to 15 characters.'),
  });
}
