import { Status } from '../../ui/status.tsx';
import { securitySeverityOptions, wordOf } from './words.ts';

const tones = {
  critical: 'off-track',
  high: 'at-risk',
  medium: 'running',
  low: 'not-started',
} as const;

/** How bad a security finding is, as shape and word. */
export function SecuritySeverity({ of }: { readonly of: keyof typeof tones }) {
  return <Status tone={tones[of]} word={wordOf(securitySeverityOptions, of)} plain />;
}
