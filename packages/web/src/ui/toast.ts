export interface ToastOptions {
  /** What happened, in a sentence. */
  readonly title: string;
  readonly detail?: string | undefined;
  /** `failed` stays until it is closed. */
  readonly tone?: 'plain' | 'failed' | undefined;
  /** Takes the act back; the toast then stays for ten seconds. */
  readonly undo?: (() => void) | undefined;
  /** Another act than Undo. */
  readonly act?: { readonly label: string; readonly onAct: () => void } | undefined;
}

type Deliver = (options: ToastOptions) => void;

let deliver: Deliver | undefined;
let waiting: readonly ToastOptions[] = [];

/** Says at the window's edge what an act did. Callable from anywhere. */
export function toast(options: ToastOptions): void {
  if (deliver === undefined) waiting = [...waiting, options];
  else deliver(options);
}

/**
 * The region that shows toasts takes them from here once it is loaded; what was said before waits
 * for it. Returns what takes the region away again.
 */
export function attachToasts(region: Deliver): () => void {
  deliver = region;
  for (const options of waiting) region(options);
  waiting = [];
  return () => {
    if (deliver === region) deliver = undefined;
  };
}
