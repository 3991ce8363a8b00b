import { createClient } from './client.ts';
import type { Client, ClientOptions } from './client.ts';
import { mountWidget } from './widget.ts';
import type { Widget, WidgetOptions } from './widget.ts';

export type { Block, Content, Inline, ListItem } from './content.ts';
export type { ClientEvents, FlagChanges, FlagClient } from './client.ts';
export type { EvaluatedFlag, Feed, Format, Json, Kill, Message } from './protocol.ts';
export type { Texts } from './texts.ts';

/** Options of `createThroughline`: the client's and the widget's. */
export interface ThroughlineOptions extends ClientOptions, WidgetOptions {}

/** Flags, usage events and the notifications widget of one page. */
export interface Throughline extends Pick<
  Client,
  'ready' | 'variation' | 'on' | 'track' | 'close'
> {
  /** Opens the feed's panel. */
  readonly openFeed: () => void;
}

/**
 * Starts Throughline on this page: opens a session for the recipient (or follows the tab that has
 * one), puts the widget on the page, and keeps both in step with the server. Never throws into the
 * page: without a server, flags answer their fallback and nothing is shown.
 *
 * @example
 * const throughline = createThroughline({
 *   baseUrl: 'https://throughline.example',
 *   environmentKey: 'the environment’s client-side id',
 *   identity: () => fetch('/identity').then((answer) => answer.text()),
 * });
 * if (throughline.variation('resource-planning', false)) showPlanning();
 */
export function createThroughline(options: ThroughlineOptions): Throughline {
  const client = createClient(options);
  let widget: Widget | null = null;
  let opened = false;
  let closed = false;
  const mount = (): void => {
    if (closed) return;
    widget = mountWidget(client, options);
    if (opened) widget.openFeed();
  };
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', mount, { once: true });
  else mount();
  return {
    ready: client.ready,
    variation: client.variation,
    on: client.on,
    track: client.track,
    openFeed() {
      opened = true;
      widget?.openFeed();
    },
    close() {
      closed = true;
      client.close();
      widget?.remove();
    },
  };
}
