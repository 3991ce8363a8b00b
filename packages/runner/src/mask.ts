/** Hides secrets in what passes through. */
export interface Mask {
  write(text: string): void;
  /** Passes on what was kept back. */
  end(): void;
}

/** Shorter lines of a secret would hide half of the log. */
const shortest = 6;
const hidden = '***';

/** What is hidden of secrets: themselves, each of their longer lines, and both in base64. */
function wordsOf(secrets: readonly string[]): string[] {
  const plain = secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/)]);
  const encoded = plain.map((text) => Buffer.from(text).toString('base64').replace(/=+$/, ''));
  const words = [...plain, ...encoded].filter(({ length }) => length >= shortest);
  return [...new Set(words)].toSorted((one, other) => other.length - one.length);
}

/**
 * Passes text on with secrets hidden, even where a secret comes in pieces: what may be the beginning
 * of one is kept back until it is known.
 */
export function createMask(secrets: readonly string[], write: (text: string) => void): Mask {
  const words = wordsOf(secrets);
  let kept = '';

  /** How much of the end may be the beginning of a word. */
  const undecided = (text: string) => {
    const longest = Math.min(text.length, (words[0]?.length ?? 1) - 1);
    for (let size = longest; size > 0; size -= 1) {
      const end = text.slice(-size);
      if (words.some((word) => word.length > size && word.startsWith(end))) return size;
    }
    return 0;
  };
  const pass = (text: string) => {
    if (text !== '') write(text);
  };

  return {
    write(text) {
      if (words.length === 0) {
        pass(text);
        return;
      }
      let all = kept + text;
      for (const word of words) all = all.replaceAll(word, hidden);
      const size = undecided(all);
      kept = size === 0 ? '' : all.slice(-size);
      pass(size === 0 ? all : all.slice(0, -size));
    },
    end() {
      pass(kept);
      kept = '';
    },
  };
}
