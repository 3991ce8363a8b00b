import type { Client } from './client.ts';
import { button, elementId, h, icon } from './dom.ts';
import { createFeedbackForm } from './feedback-form.ts';
import { closeButton } from './message-card.ts';
import type { Message } from './protocol.ts';
import type { Texts } from './texts.ts';

const bellPath = 'M3 12h10l-1.3-2V7a3.7 3.7 0 0 0-7.4 0v3zM6.7 14h2.6';

/** What the bell needs. */
export interface BellOptions {
  readonly client: Client;
  readonly texts: Texts;
  /** The card of a message; the same element every time. */
  readonly cardOf: (message: Message) => HTMLElement;
  /** The cards in the panel are on the screen now. */
  readonly onShown: (messages: readonly Message[]) => void;
}

/** The bell with its badge, and the panel that it opens. */
export interface Bell {
  readonly element: HTMLElement;
  draw(messages: readonly Message[]): void;
  readonly open: () => void;
}

/** A closed bell. */
export function createBell({ client, texts, cardOf, onShown }: BellOptions): Bell {
  const panelId = elementId();
  const titleId = elementId();
  const count = h('span', { class: 'count', 'aria-hidden': 'true' });
  const chip = h('span', { class: 'chip' });
  const list = h('ul', {});
  const nothing = h('p', { class: 'nothing' }, texts.nothingNew);
  const footer = h('div', { class: 'footer' });
  let messages: readonly Message[] = [];

  const bell = button(
    texts.notifications,
    'bell',
    () => (panel.hidden ? open() : close()),
    icon(bellPath),
    count,
  );
  const panel = h(
    'div',
    { class: 'panel', role: 'dialog', id: panelId, 'aria-labelledby': titleId, tabindex: '-1' },
    h(
      'div',
      { class: 'head' },
      h('p', { class: 'title', id: titleId }, texts.whatsNew),
      closeButton(texts.close, close),
    ),
    nothing,
    list,
    footer,
  );
  panel.hidden = true;
  bell.setAttribute('aria-expanded', 'false');
  bell.setAttribute('aria-controls', panelId);
  bell.setAttribute('aria-haspopup', 'dialog');
  const element = h(
    'section',
    { class: 'dock', 'aria-label': texts.notifications },
    panel,
    chip,
    bell,
  );

  const invite = button(texts.giveFeedback, 'plain', () => {
    invite.hidden = true;
    const onDone = (): void => {
      invite.hidden = false;
      invite.focus();
    };
    const form = createFeedbackForm({ client, texts, question: texts.generalQuestion, onDone });
    footer.append(form);
    form.querySelector('textarea')?.focus();
  });
  footer.append(invite);

  function fill(): void {
    const held =
      panel.contains(panel.ownerDocument.activeElement) || panel.matches(':focus-within');
    const wanted = messages.map(cardOf);
    const present = [...list.children].map((point) => point.firstElementChild);
    if (wanted.length !== present.length || wanted.some((card, index) => card !== present[index])) {
      list.replaceChildren(...wanted.map((card) => h('li', {}, card)));
      // What had the focus may be gone; the person stays in the panel.
      if (held && !panel.matches(':focus-within')) panel.focus();
    }
    nothing.hidden = messages.length > 0;
    list.hidden = messages.length === 0;
    onShown(messages);
  }
  function open(): void {
    panel.hidden = false;
    bell.setAttribute('aria-expanded', 'true');
    fill();
    chip.hidden = true;
    panel.focus();
  }
  function close(): void {
    panel.hidden = true;
    bell.setAttribute('aria-expanded', 'false');
    bell.focus();
  }
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    event.stopPropagation();
    close();
  });
  document.addEventListener('pointerdown', (event) => {
    if (panel.hidden || event.composedPath().includes(element)) return;
    panel.hidden = true;
    bell.setAttribute('aria-expanded', 'false');
  });

  return {
    element,
    open,
    draw(current) {
      messages = current;
      const unseen = messages.filter((message) => !client.isSeen(message));
      count.textContent = unseen.length > 99 ? '99+' : String(unseen.length || '');
      count.hidden = unseen.length === 0;
      bell.setAttribute(
        'aria-label',
        unseen.length > 0
          ? texts.unread.replace('{n}', String(unseen.length))
          : texts.notifications,
      );
      const badge = unseen.find((message) => message.format === 'badge');
      chip.textContent = badge?.content.title ?? '';
      chip.hidden = !badge || !panel.hidden;
      if (!panel.hidden) fill();
    },
  };
}
