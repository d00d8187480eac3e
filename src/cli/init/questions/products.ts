import { lookUpProducts } from '../../../entities/product/primary-products.ts';
import { counted } from '../../../model/amounts-text.ts';
import type { Purpose, SecondaryChoices } from '../../../operations/init/pipeline-choices.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';

const SURCHARGE = 'SURCHARGE';
/** Left open. */
const NONE = '-';

export async function askProducts(
  { answers, before }: Interviewing,
  { name }: Surveyed,
  purpose: Purpose,
): Promise<SecondaryChoices['products']> {
  const placeholder = `${name.toUpperCase()}-ITEM`;
  const policy = await answers.get({
    id: `${name}.products`,
    flag: `--products ${name}=placeholder`,
    message: `Which products do the lines of the copies name?`,
    proposal: before?.products.policy ?? (purpose === 'books' ? 'placeholder' : 'match'),
    choices: [
      {
        value: 'placeholder',
        name: `one service product, ${placeholder}, for all (placeholder)`,
        consequence: 'Nothing else is added to the catalogue; what was sold stands as text on each line.',
      },
      {
        value: 'match',
        name: "the primary's with the same SKU, else a new one (match)",
        consequence: 'For stores that sell the same goods under the same SKUs. New ones are hidden and have no stock.',
      },
      {
        value: 'prefix',
        name: 'products of its own, with a prefix before the SKU (prefix)',
        consequence:
          'For sales by product in the primary without mixing the stores. They are hidden and have no stock.',
      },
    ],
  });
  if (policy !== 'prefix') return { policy: policy === 'match' ? 'match' : 'placeholder' };
  const skuPrefix = await answers.get({
    id: `${name}.skuPrefix`,
    flag: `--sku-prefix ${name}=W-`,
    message: 'Before its SKUs',
    proposal: `${name.charAt(0).toUpperCase()}-`,
    check: (answer) =>
      /^\S{1,12}$/.test(answer) ? undefined : 'Expected 1 to 12 characters without blanks, such as W-',
  });
  return { policy, skuPrefix };
}

/** Only where its orders bear surcharges. */
export async function askSurcharge(
  { session, answers, primary }: Interviewing,
  { name, survey }: Surveyed,
): Promise<string | undefined> {
  const { surcharges } = survey.latest;
  const question = {
    id: `${name}.surchargeSku`,
    flag: `--surcharge-sku ${name}=${SURCHARGE}`,
    message: 'SKU of that product in the primary (- for none)',
    consequence: `${counted(surcharges, 'recent order')} of ${name} bear a card surcharge. A copy needs a product for it, a service without stock; without one they wait for you.`,
    check: (answer: string) =>
      /^\S{1,25}$/.test(answer) ? undefined : 'An SKU has 1 to 25 characters, and no blank; - stands for none.',
  };
  const known = answers.known(question);
  if (surcharges === 0 && known === undefined) return undefined;
  if (known !== undefined) {
    await answers.keep(question.id, known);
    return known === NONE ? undefined : known;
  }
  const { signal } = session.around;
  const isThere = (await lookUpProducts(primary.client, [SURCHARGE], { signal })).size > 0;
  const answer = await answers.get({ ...question, proposal: isThere ? SURCHARGE : NONE });
  return answer === NONE ? undefined : answer;
}
