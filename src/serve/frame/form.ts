import { type Html, html, type Part } from '../../page/html.ts';
import type { Visit } from './visit.ts';

export const FORM_TOKEN = 'form-token';

/** Stands in every form that is sent by POST: what lacks it was not written here. */
export function hiddenFormToken({ formToken }: Pick<Visit, 'formToken'>): Html {
  return html`<input type="hidden" name="${FORM_TOKEN}" value="${formToken ?? ''}">`;
}

/** A form that changes something; its fields and its button are the content. */
export function postForm(visit: Pick<Visit, 'formToken'>, action: string, content: Part): Html {
  return html`<form method="post" action="${action}">${hiddenFormToken(visit)}${content}</form>`;
}
