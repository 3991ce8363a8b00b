import { createBell } from './bell.ts';
import type { Client } from './client.ts';
import { h } from './dom.ts';
import { closeButton, createCard } from './message-card.ts';
import type { CardOptions } from './message-card.ts';
import type { Format, Message } from './protocol.ts';
import { english } from './texts.ts';
import type { Texts } from './texts.ts';
import { widgetSheet } from './widget-sheet.ts';

/** How the widget looks and where it sits. */
export interface WidgetOptions {
  /** `auto` (the default) follows the system. */
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Stacking order on the page; 2147483000 if left out. */
  readonly zIndex?: number;
  /** CSS selector of the element that takes the bell; a corner of the window if left out. */
  readonly bell?: string;
  /** CSS selector of the element that takes banners; the top of the page if left out. */
  readonly banner?: string;
  /** Words in place of the English ones. */
  readonly texts?: Partial<Texts>;
  /** Goes where an action leads; `location.assign` if left out. */
  readonly navigate?: (url: string) => void;
}

/** The widget on the page. */
export interface Widget {
  openFeed(): void;
  remove(): void;
}

/** How long a message must be looked at to count as seen. */
const seenAfterMs = 1_000;
/** A toast with nothing to press goes away by itself. */
const toastMs = 8_000;
const claimAgainMs = 10_000;
const mostToasts = 3;
const tagName = 'throughline-region';

const nameOf = (message: Message): string => `${message.id}.${message.epoch}`;

/** Puts the widget on the page and keeps it in step with the client. */
export function mountWidget(client: Client, options: WidgetOptions): Widget {
  const texts = { ...english, ...options.texts };
  if (!customElements.get(tagName)) customElements.define(tagName, class extends HTMLElement {});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(widgetSheet);
  const regions: HTMLElement[] = [];
  const createRegion = (
    selector: string | undefined,
    place: 'prepend' | 'append',
    kind: string,
  ): ShadowRoot => {
    const region = document.createElement(tagName);
    const slot = selector === undefined ? null : document.querySelector(selector);
    region.className = slot ? `${kind} slotted` : kind;
    region.dataset.theme = options.theme ?? 'auto';
    region.style.setProperty('--z', String(options.zIndex ?? 2_147_483_000));
    const root = region.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    (slot ?? document.body)[place](region);
    regions.push(region);
    return root;
  };

  const cards = new Map<string, HTMLElement>();
  const messageOf = new WeakMap<Element, Message>();
  const looking = new Map<Element, ReturnType<typeof setTimeout>>();
  const onSight = new IntersectionObserver(
    (sights) => {
      for (const { target, isIntersecting } of sights) {
        clearTimeout(looking.get(target));
        looking.delete(target);
        if (isIntersecting)
          looking.set(
            target,
            setTimeout(() => see(target), seenAfterMs),
          );
      }
    },
    { threshold: 0.5 },
  );
  const see = (card: Element): void => {
    const message = messageOf.get(card);
    if (!message || !card.isConnected || document.hidden) return;
    onSight.unobserve(card);
    client.record(message, 'seen');
  };
  const tell = (text: string): void => {
    const note = h('div', { class: 'card toast' }, h('p', { class: 'title' }, text));
    note.append(closeButton(texts.close, () => note.remove()));
    toasts.append(note);
    leaveAlone(note, () => note.remove());
  };
  const cardOptions: CardOptions = {
    client,
    texts,
    tell,
    navigate: options.navigate ?? ((url) => location.assign(url)),
  };
  const cardOf = (message: Message): HTMLElement => {
    const card = cards.get(nameOf(message)) ?? createCard(message, cardOptions);
    cards.set(nameOf(message), card);
    messageOf.set(card, message);
    return card;
  };
  const shown = (messages: readonly Message[]): void => {
    if (document.hidden) return;
    for (const message of messages) {
      client.record(message, 'shown');
      if (!client.isSeen(message)) onSight.observe(cardOf(message));
    }
  };

  /** Calls `after` once nobody has pointed at or been inside the card for a while. */
  const leaveAlone = (card: HTMLElement, after: () => void): void => {
    let timer = setTimeout(after, toastMs);
    const hold = (): void => clearTimeout(timer);
    const resume = (): void => {
      hold();
      timer = setTimeout(after, toastMs);
    };
    card.addEventListener('pointerenter', hold);
    card.addEventListener('focusin', hold);
    card.addEventListener('pointerleave', resume);
    card.addEventListener('focusout', resume);
  };

  const banners = h('section', { 'aria-label': texts.announcements });
  createRegion(options.banner, 'prepend', 'top').append(banners);
  const overlay = createRegion(undefined, 'append', 'over');
  const toasts = h('div', { class: 'toasts', role: 'status' });
  overlay.append(toasts);
  const bell = createBell({ client, texts, cardOf, onShown: shown });
  createRegion(options.bell, 'append', 'corner').append(bell.element);

  /** Makes `parent` show exactly these cards, touching none that stays. */
  const place = (parent: HTMLElement, messages: readonly Message[]): void => {
    const wanted = new Set(messages.map(cardOf));
    for (const child of parent.children)
      if (messageOf.has(child) && !wanted.has(child as HTMLElement)) child.remove();
    for (const card of wanted) if (card.parentElement !== parent) parent.append(card);
    shown(messages);
  };

  let dialog: { readonly message: Message; readonly element: HTMLDialogElement } | null = null;
  let claiming = false;
  const tried = new Set<string>();
  const closeDialog = (): void => {
    // Closed before it is removed: closing is what gives the focus back.
    dialog?.element.close();
    dialog?.element.remove();
    dialog = null;
  };
  const openDialog = (message: Message): void => {
    const card = cardOf(message);
    const element = h(
      'dialog',
      { 'aria-labelledby': card.getAttribute('aria-labelledby') ?? '' },
      card,
    );
    element.addEventListener('cancel', (event) => {
      event.preventDefault();
      client.hide(message, true);
    });
    element.addEventListener('keydown', (event) => keepFocusWithin(element, event));
    overlay.append(element);
    element.showModal();
    dialog = { message, element };
    shown([message]);
  };
  const drawModal = async (modals: readonly Message[]): Promise<void> => {
    const open = dialog;
    if (open && !modals.some((message) => nameOf(message) === nameOf(open.message))) closeDialog();
    const next = modals.find((message) => !tried.has(nameOf(message)));
    if (dialog || !next || claiming || document.hidden) return;
    claiming = true;
    tried.add(nameOf(next));
    const claimed = next.claimed || (await client.claim(next));
    claiming = false;
    if (claimed && !removed) openDialog(next);
    setTimeout(() => tried.delete(nameOf(next)), claimAgainMs);
  };

  let removed = false;
  const timed = new WeakSet<Element>();
  const draw = (): void => {
    const messages = removed ? [] : client.messages();
    const of = (...formats: readonly Format[]): Message[] =>
      messages.filter((message) => formats.includes(message.format));
    place(banners, of('banner').slice(0, 1));
    const popped = of('toast').slice(0, mostToasts);
    place(toasts, popped);
    for (const message of popped) {
      const card = cardOf(message);
      if (message.action || message.feedback || timed.has(card)) continue;
      timed.add(card);
      leaveAlone(card, () => client.hide(message, false));
    }
    bell.draw(of('feed', 'changelog', 'badge'));
    void drawModal(of('modal'));
  };
  const unlisten = client.on('messages', draw);
  draw();

  return {
    openFeed: bell.open,
    remove() {
      removed = true;
      unlisten();
      onSight.disconnect();
      closeDialog();
      for (const region of regions) region.remove();
    },
  };
}

/** The last element's Tab leads to the first, and back: the browser alone would leave for its own bars. */
function keepFocusWithin(dialog: HTMLDialogElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') return;
  const stops = [...dialog.querySelectorAll<HTMLElement>('button, a, input, textarea')].filter(
    (element) => element.getClientRects().length > 0,
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const root = dialog.getRootNode();
  const current = root instanceof ShadowRoot ? root.activeElement : null;
  if (current !== (event.shiftKey ? first : last)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
