/** "Beth Daggert" → "BD"; a single name gives its first letter. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => Array.from(word ?? '')[0]?.toUpperCase() ?? '').join('');
}

export interface AvatarProps {
  readonly name: string;
  readonly size?: 'sm' | 'md' | undefined;
  /** Sets the name beside the initials; otherwise it is only spoken. */
  readonly named?: boolean | undefined;
}

/** A person by their initials. No pictures are fetched from anywhere. */
export function Avatar({ name, size = 'sm', named = false }: AvatarProps) {
  const mark = (
    <span
      aria-hidden="true"
      className={`inline-flex shrink-0 items-center justify-center rounded-full border border-line bg-not-started-soft font-medium text-secondary ${size === 'sm' ? 'size-5 text-[9px]' : 'size-8 text-xs'}`}
    >
      {initials(name)}
    </span>
  );
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5" title={named ? undefined : name}>
      {mark}
      <span className={named ? 'truncate' : 'sr-only'}>{name}</span>
    </span>
  );
}
