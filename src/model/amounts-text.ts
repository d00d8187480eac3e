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

function thousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
