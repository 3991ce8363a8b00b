import { mergeReceipts } from './outbox.ts';
import type { Entry, Outbox, ReceiptEntry } from './outbox.ts';
import type { Transport } from './transport.ts';

/** Empties the outbox: soon after something came in, again after a failure, at once when the page goes. */
export interface ReceiptSender {
  readonly plan: () => void;
  /** Sends now, in requests that outlive the page. */
  readonly sendLast: () => void;
  stop(): void;
}

const pauseMs = 1_000;
const batch = 100;

const isReceipt = (entry: Entry): entry is Entry & { readonly receipt: ReceiptEntry } =>
  'receipt' in entry;

/** A sender for the tab that leads; `outbox` answers null while another tab does. */
export function createReceiptSender(
  transport: Transport,
  outbox: () => Outbox | null,
): ReceiptSender {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = false;
  let failures = 0;

  const send = async (keepalive = false): Promise<void> => {
    const from = outbox();
    const waiting = from?.peek(batch) ?? [];
    if (!from || sending || waiting.length === 0) return;
    sending = true;
    const post = async (path: string, receipts: boolean, body: object): Promise<void> => {
      const names = waiting
        .filter(([, entry]) => isReceipt(entry) === receipts)
        .map(([name]) => name);
      if (names.length === 0) return;
      const { status } = await transport.ask({ path, body, keepalive });
      if (status < 400 ? status === 0 : status > 499 || /401|408|429/.test(`${status}`)) failures++;
      // What the server refuses for good is dropped too: it would block everything behind it.
      else from.drop(names);
    };
    const before = failures;
    const entries = waiting.map(([, entry]) => entry);
    await Promise.all([
      post('/receipts', true, {
        receipts: mergeReceipts(entries.filter(isReceipt).map((entry) => entry.receipt)),
      }),
      post('/track', false, {
        events: entries.flatMap((entry) => ('event' in entry ? entry.event : [])),
        evaluations: entries.flatMap((entry) => ('evaluation' in entry ? entry.evaluation : [])),
      }),
    ]);
    sending = false;
    if (failures === before) failures = 0;
    plan();
  };
  function plan(): void {
    clearTimeout(timer);
    const backOff = failures > 0 ? 0.5 + 0.5 * Math.random() : 1;
    timer = setTimeout(() => void send(), Math.min(60_000, pauseMs * 2 ** failures) * backOff);
  }
  return {
    plan,
    sendLast: () => void send(true),
    stop: () => clearTimeout(timer),
  };
}
