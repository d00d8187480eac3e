import { type Html, html } from '../../page/html.ts';

/** Longest reason that is kept. */
export const REASON_MAXIMUM = 1000;

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

/** @param name tells it from those of other forms of the page */
export function reasonField(name: string, value = ''): Html {
  const id = `reason ${name}`.replaceAll(/\W/g, '-');
  return html`<label for="${id}">Why? It is kept, so name nobody.</label>
<input id="${id}" name="reason" value="${value}" required maxlength="${REASON_MAXIMUM}" autocomplete="off" class="broad">`;
}
