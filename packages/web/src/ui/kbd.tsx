const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const names: Record<string, readonly [onMac: string, elsewhere: string]> = {
  mod: ['⌘', 'Ctrl'],
  shift: ['⇧', 'Shift'],
  alt: ['⌥', 'Alt'],
  enter: ['↵', 'Enter'],
  escape: ['Esc', 'Esc'],
};

function keyName(key: string): string {
  const known = names[key];
  if (known !== undefined) return known[mac ? 0 : 1];
  return key.length === 1 ? key.toUpperCase() : key;
}

/** A shortcut as the registry writes it: `mod+k` pressed together, `g i` one after the other. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex items-center gap-1 text-tertiary" data-print="hide">
      {keys.split(' ').map((chord, index) => (
        <kbd
          key={index}
          className="min-w-4 rounded-sm border border-line bg-paper px-1 text-center font-sans text-xs leading-4 text-secondary"
        >
          {chord
            .split('+')
            .map(keyName)
            .join(mac ? '' : '+')}
        </kbd>
      ))}
    </span>
  );
}
