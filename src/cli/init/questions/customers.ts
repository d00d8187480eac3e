import { EMAIL } from '../../../model/email-address.ts';
import { lowerKey } from '../../../model/text-key.ts';
import type { SecondaryChoices } from '../../../operations/init/pipeline-choices.ts';
import type { Question } from '../answers.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';

type Customers = SecondaryChoices['customers'];

export async function askCustomers(about: Interviewing, { name }: Surveyed): Promise<Customers> {
  const { answers, before, earlier } = about;
  const policy = await answers.get({
    id: `${name}.customers`,
    flag: `--customers ${name}=house`,
    message: `Whose account do the copies of ${name} stand under?`,
    proposal: before?.customers.policy ?? 'house',
    isPersonal: true,
    choices: [
      {
        value: 'house',
        name: 'one account for the whole store (house)',
        consequence: 'Xero gets one contact for all its shoppers; their names stay on the orders.',
      },
      {
        value: 'match',
        name: 'the account of the same person, else a new one (match)',
        consequence: 'Same e-mail and surname is the same person; each shopper is a contact of their own in Xero.',
      },
      {
        value: 'prefix',
        name: 'an account of its own for each shopper (prefix)',
        consequence: 'Nobody is mixed up with a customer of the primary; each is a contact of their own in Xero.',
      },
    ],
  });
  if (policy !== 'house') return { policy: policy === 'prefix' ? 'prefix' : 'match' };
  const username = await answers.get({
    id: `${name}.houseUsername`,
    flag: `--house-username ${name}=${name}_store`,
    message: 'User name of that account in the primary; the first run makes it',
    proposal: `${name.replaceAll('-', '_')}_store`,
    check: (answer) =>
      answer !== '' && answer.length <= 25 ? undefined : 'A user name of Neto has 1 to 25 characters.',
  });
  const question = houseEmail(name, undefined);
  const email = await answers.get({
    // No two accounts have one address, so that of the store before is none to propose.
    ...question,
    check: (answer) => question.check?.(answer) ?? ofAnother(answer, earlier),
    message: 'E-mail address of that account',
    consequence:
      'It needs an e-mail address: one of your own, so that no mail of the primary reaches a shopper, and one that no other account there has.',
  });
  return { policy: 'house', username, email };
}

/** Xero tells contacts apart by their address, too: the sales of two stores would be those of one. */
function ofAnother(answer: string, earlier: readonly SecondaryChoices[]): string | undefined {
  const other = earlier.find(
    ({ customers }) => customers.policy === 'house' && lowerKey(customers.email) === lowerKey(answer),
  );
  return other === undefined
    ? undefined
    : `${answer} is the address of the house account of ${other.name}, and with one address for both Xero would have one contact for two stores. Give this one an address of its own.`;
}

export async function askEmail(
  { answers, before }: Interviewing,
  { name }: Surveyed,
  customers: Customers,
): Promise<Pick<SecondaryChoices, 'email' | 'houseEmail'>> {
  const email = await answers.get({
    id: `${name}.email`,
    flag: `--email ${name}=house`,
    message: `Whose e-mail address stands on the copies of ${name}?`,
    proposal: before?.email ?? 'house',
    choices: [
      {
        value: 'house',
        name: 'your own (house)',
        consequence: 'No mail of the primary can reach a shopper; their address goes into the notes of the copy.',
      },
      {
        value: 'shopper',
        name: "the shopper's (shopper)",
        consequence: 'The primary may write to shoppers of another store, unless its mail templates are switched off.',
      },
    ],
  });
  if (email === 'shopper') {
    await answers.get({
      id: `${name}.mailTemplatesOff`,
      flag: `--mail-templates-off ${name}=confirmed`,
      message: "Are the primary's mail templates for orders switched off?",
      isPersonal: true,
      choices: [{ value: 'confirmed', name: 'yes, they are switched off' }],
    });
    return { email, houseEmail: undefined };
  }
  if (customers.policy === 'house') return { email: 'house', houseEmail: undefined };
  const used = before?.houseEmail ?? (before?.customers.policy === 'house' ? before.customers.email : undefined);
  return { email: 'house', houseEmail: await answers.get(houseEmail(name, used)) };
}

function houseEmail(name: string, proposal: string | undefined): Question {
  return {
    id: `${name}.houseEmail`,
    flag: `--house-email ${name}=accounts@main-store.com.au`,
    message: 'Your own e-mail address for the copies',
    isPersonal: true,
    ...(proposal === undefined ? {} : { proposal }),
    check: (answer) =>
      EMAIL.test(answer) && answer.length <= 50 ? undefined : 'This is no e-mail address of at most 50 characters.',
  };
}
