import { newId } from './client.ts';
import type { Client } from './client.ts';
import { button, elementId, h } from './dom.ts';
import type { Message } from './protocol.ts';
import type { Texts } from './texts.ts';

/** What the form is about and what becomes of it. */
export interface FeedbackFormOptions {
  readonly client: Client;
  readonly texts: Texts;
  readonly question: string;
  readonly message?: Message;
  /** The person has given up or is done; the form is gone by then. */
  readonly onDone: () => void;
}

/** A form for one piece of feedback: draft → sending → thanks, or back to the draft with the reason. */
export function createFeedbackForm({
  client,
  texts,
  question,
  message,
  onDone,
}: FeedbackFormOptions): HTMLElement {
  // Sent again after an answer got lost, the same id keeps it one piece of feedback.
  const id = newId();
  const errorId = elementId();
  const fieldId = elementId();
  const group = elementId();
  const field = h('textarea', { id: fieldId, rows: '3', maxlength: '5000', required: '' });
  const error = h('p', { class: 'error', role: 'alert', id: errorId });
  const ratings = [1, 2, 3, 4, 5].map((rating) => {
    const radio = h('input', { type: 'radio', name: group, value: String(rating) });
    return h('label', {}, radio, String(rating));
  });
  const send = h('button', { type: 'submit', class: 'primary' }, texts.send);
  const form = h(
    'form',
    { class: 'feedback', novalidate: '' },
    h('label', { for: fieldId }, question),
    field,
    h(
      'fieldset',
      {},
      h('legend', {}, texts.rating, h('small', {}, ` ${texts.ratingNote}`)),
      ...ratings,
    ),
    error,
    h('div', { class: 'acts' }, send, button(texts.cancel, 'plain', finish)),
  );

  function finish(): void {
    form.remove();
    onDone();
  }
  const fail = (reason: string): void => {
    error.textContent = reason;
    field.setAttribute('aria-describedby', errorId);
    field.setAttribute('aria-invalid', String(reason === texts.textMissing));
    field.focus();
  };
  const submit = async (): Promise<void> => {
    const text = field.value.trim();
    if (!text) return fail(texts.textMissing);
    if (send.getAttribute('aria-disabled') === 'true') return undefined;
    send.setAttribute('aria-disabled', 'true');
    send.textContent = texts.sending;
    error.textContent = '';
    const rating = Number(form.querySelector<HTMLInputElement>('input:checked')?.value ?? 0);
    const about = message ? { message } : {};
    const arrived = await client.sendFeedback({
      id,
      text,
      ...(rating ? { rating } : {}),
      ...about,
    });
    send.removeAttribute('aria-disabled');
    send.textContent = texts.send;
    if (!arrived) return fail(texts.notSent);
    const thanks = h('p', { class: 'thanks', role: 'status', tabindex: '-1' }, texts.thanks);
    form.replaceChildren(thanks, h('div', { class: 'acts' }, button(texts.close, 'plain', finish)));
    thanks.focus();
    return undefined;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  return form;
}
