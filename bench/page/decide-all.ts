import type { Answer, Browser, Waited } from './browser.ts';
import { formIn } from './browser.ts';

/**
 * Somebody tries again all that waits for one value: looks at the list, says what they want, looks at what would follow, says yes, and looks
 * at what became of it.
 * @param at the pipeline's address
 */
export async function decideAll(browser: Browser, at: string): Promise<(readonly [name: string, Waited])[]> {
  const list = await browser.get(`${at}/to-dos`);
  const choice = formIn(list.text, (fields) => fields['kind'] === 'retry' && fields['id'] === undefined);
  if (choice === undefined) throw new Error('There is nothing to try again.');
  const asked = await browser.post(choice.action, { ...choice.fields, reason: 'the primary has it now' });
  const look = await browser.get(asked.location);
  const yes = formIn(look.text, ({ decision }) => decision !== undefined);
  if (yes === undefined) throw new Error(`There is nothing to say yes to: ${look.status}`);
  const decided = await browser.post(yes.action, yes.fields);
  const result = await browser.get(decided.location);
  if (!result.text.includes('Done.')) throw new Error(`It was not done: ${result.status} ${decided.location}`);
  const steps: (readonly [string, Answer])[] = [
    ['the list', list],
    ['what would follow', asked],
    ['the yes', decided],
    ['what became of it', result],
  ];
  return [...steps, ['the list, after it', await browser.get(`${at}/to-dos`)]];
}
