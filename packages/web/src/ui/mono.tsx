import type { ReactNode } from 'react';

/** Identifiers, versions, commits and times of day. */
export function Mono({ children }: { readonly children: ReactNode }) {
  return <span className="font-mono text-[0.96em] break-words">{children}</span>;
}
