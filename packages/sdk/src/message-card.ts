import type { Client } from './client.ts';
import { button, drawContent, elementId, h, icon } from './dom.ts';
import { createFeedbackForm } from './feedback-form.ts';
import type { Message } from './protocol.ts';
import type { Texts } from './texts.ts';

/** What a card needs. */
export interface CardOptions {
  readonly client: Client;
  readonly texts: Texts;
  /** Goes where an action leads. */
  readonly navigate: (url: string) => void;
  /** Says something to the person that no message says. */
  readonly tell: (text: string) => void;
}

const cross = 'M4 4l8 8M12 4l-8 8';
const interrupts = (message: Message): boolean =>
  message.format === 'modal' || message.format === 'toast';

/** "3 days ago", counted on the server's clock. */
function ago(then: string, now: string): string {
  const days = Math.max(0, Math.floor((Date.parse(now) - Date.parse(then)) / 86_400_000));
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(-days, 'day');
}

/** Closes one message for good. */
export function closeButton(name: string, onPress: () => void): HTMLButtonElement {
  return button(name, 'close', onPress, icon(cross));
}

/** One message as an element: title, body, action, feedback, close. */
export function createCard(message: Message, options: CardOptions): HTMLElement {
  const { client, texts, navigate, tell } = options;
  const titleId = elementId();
  const { content, action, feedback, format, publishedAt } = message;
  const acts = h('div', { class: 'acts' });
  const card = h(
    'article',
    { class: `card ${format}`, 'aria-labelledby': titleId },
    h('p', { class: 'title', id: titleId }, content.title),
    ...(publishedAt === null
      ? []
      : [h('time', { datetime: publishedAt }, ago(publishedAt, client.serverTime()))]),
    h('div', { class: 'body' }, ...drawContent(content.body)),
    acts,
  );
  if (action) {
    const open = button(action.label, 'primary', () => {
      if (open.getAttribute('aria-disabled') === 'true') return;
      open.setAttribute('aria-disabled', 'true');
      void client.openAction(message).then((url) => {
        open.removeAttribute('aria-disabled');
        if (!url) return tell(texts.unavailable);
        if (interrupts(message)) client.hide(message, false);
        return navigate(url);
      });
    });
    acts.append(open);
  }
  if (feedback) {
    const invite = button(texts.giveFeedback, 'plain', () => {
      invite.hidden = true;
      const { question } = feedback;
      const onDone = (): void => {
        invite.hidden = false;
        invite.focus();
      };
      const form = createFeedbackForm({ client, texts, question, message, onDone });
      card.append(form);
      form.querySelector('textarea')?.focus();
    });
    acts.append(invite);
  }
  // A dialog that cannot be closed is a trap, whatever the message says.
  if (message.dismissible || format === 'modal') {
    card.append(closeButton(texts.dismiss, () => client.hide(message, true)));
  }
  return card;
}
