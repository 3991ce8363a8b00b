import type { Action, ActionRegistry } from './actions.ts';

/** The parts of a key event that say which chord was pressed. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Milliseconds within which the second key of a sequence must follow. */
const sequenceTime = 1_200;

/** `mod+k`, `shift+enter`, `?`: Ctrl and ⌘ are one; a sign that needs Shift is named as itself. */
export function chordOf(press: KeyPress): string {
  const letter = /^[a-z]$/i.test(press.key);
  const parts = [
    (press.ctrlKey || press.metaKey) && 'mod',
    press.altKey && 'alt',
    press.shiftKey && (letter || press.key.length > 1) && 'shift',
    press.key.toLowerCase(),
  ];
  return parts.filter((part) => part !== false).join('+');
}

/** What a press amounts to: an action, the start of a sequence, or nothing of ours. */
export type KeyReading =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'started' }
  | { readonly kind: 'nothing' };

/** Reads chords one after the other against the actions present at that moment. */
export function createKeyReader(registry: ActionRegistry) {
  let begun = '';
  let begunAt = 0;
  return (press: KeyPress, nowMs: number): KeyReading => {
    const chord = chordOf(press);
    const prefix = begun !== '' && nowMs - begunAt <= sequenceTime ? `${begun} ` : '';
    begun = '';
    // The newest registration wins where two actions claim one key.
    const actions = registry.list().toReversed();
    for (const keys of new Set([prefix + chord, chord])) {
      const action = actions.find((each) => each.keys === keys);
      if (action !== undefined) return { kind: 'action', action };
      if (actions.some((each) => each.keys?.startsWith(`${keys} `) === true)) {
        begun = keys;
        begunAt = nowMs;
        return { kind: 'started' };
      }
    }
    return { kind: 'nothing' };
  };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** j and k reach the page's first list even before it has the focus. */
function enterList(event: KeyboardEvent): boolean {
  if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey) return false;
  const list = document.querySelector<HTMLElement>('main [data-list-keys]');
  if (list === null || list.contains(document.activeElement)) return false;
  list.focus({ preventScroll: true });
  list.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true }));
  return true;
}

/** A dialog or a menu; toasts are dialogs to assistive technology too, but hold nobody up. */
const overlays = '[role="dialog"]:not([data-type]), [role="alertdialog"], [role="menu"]';

/**
 * Runs actions by their keys, for the whole document. Plain letters are left alone while one
 * types; everything but `mod` chords is left alone while a dialog or a menu is open.
 */
export function listenForShortcuts(registry: ActionRegistry): () => void {
  const read = createKeyReader(registry);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && isTyping(event.target)) return;
    if (!modified && document.querySelector(overlays) !== null) return;
    const reading = read(event, event.timeStamp);
    if (reading.kind === 'nothing' && !enterList(event)) return;
    event.preventDefault();
    if (reading.kind === 'action') reading.action.run();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
