import { type Decimal, formatMoney } from './money.ts';

/** For people: at least two decimals, thousands apart. `"104035.5"` → `"104,035.50"` */
export function money(amount: Decimal): string {
  const [whole = '', cents = ''] = formatMoney(amount).split('.');
  return `${thousands(whole)}.${cents}`;
}

export function count(number: number): string {
  return thousands(String(number));
}

/** `1 order`, `2 orders` */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Each on its own, so that what stands in one cell or line can be read: `a: b` and `Do this.` → `a: b. Do this.` */
export function asSentences(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text, place, all) => (place === all.length - 1 || /[.:;!?]$/u.test(text) ? text : `${text}.`))
    .join(' ');
}

function thousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
