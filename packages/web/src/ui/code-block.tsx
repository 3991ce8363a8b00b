import { CopyButton } from './copy-button.tsx';

export interface CodeBlockProps {
  readonly code: string;
  /** What it is: a file's path, "Request", "Patch". */
  readonly label: string;
}

/** Text set as it was written, scrolled sideways rather than wrapped. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  return (
    <figure className="overflow-hidden rounded-sm border border-line">
      <figcaption className="hairline-b flex min-h-8 items-center justify-between gap-2 bg-paper px-3 font-mono text-xs text-secondary">
        <span className="truncate">{label}</span>
        <CopyButton text={code} label={`Copy ${label}`} />
      </figcaption>
      {/* A scrolled region must be reachable by keyboard. */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="overflow-x-auto bg-surface p-3 font-mono text-xs leading-5 -outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
