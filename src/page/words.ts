import { type Decimal, formatMoney, isZero } from '../model/money.ts';
import { type Html, html } from './html.ts';

/** For people: two decimals, thousands apart, a real minus. */
export function money(amount: Decimal): string {
  const text = formatMoney(amount);
  const [whole = '', cents = ''] = text.replace('-', '').split('.');
  return `${text.startsWith('-') ? '−' : ''}${thousands(whole)}.${cents}`;
}

export function count(number: number): string {
  return `${number < 0 ? '−' : ''}${thousands(String(Math.abs(number)))}`;
}

export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function thousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A cell with an amount; zero is there, but does not shout. */
export function moneyCell(amount: Decimal, options: { readonly off?: boolean } = {}): Html {
  if (isZero(amount)) return html`<td class="n zero">–</td>`;
  return html`<td class="n${options.off === true ? ' off' : ''}">${money(amount)}</td>`;
}

export function countCell(number: number, options: { readonly off?: boolean } = {}): Html {
  if (number === 0) return html`<td class="n zero">–</td>`;
  return html`<td class="n${options.off === true ? ' off' : ''}">${count(number)}</td>`;
}

/** Wide tables scroll by themselves, so that the page does not; a person with a keyboard can scroll them too. */
export function scrolling(label: string, content: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}
