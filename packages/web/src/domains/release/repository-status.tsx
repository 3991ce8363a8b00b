import { Status } from '../../ui/status.tsx';
import type { RepositoryView } from './release-types.ts';

const looks = {
  connecting: ['running', 'Connecting'],
  connected: ['on-track', 'Connected'],
  unreachable: ['off-track', 'Unreachable'],
} as const;

/** Whether a repository could be read when it was last asked. */
export function RepositoryStatus({ state }: { readonly state: RepositoryView['state'] }) {
  const [tone, word] = looks[state];
  return <Status plain tone={tone} word={word} />;
}
