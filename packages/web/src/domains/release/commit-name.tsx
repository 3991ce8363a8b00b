import { Mono } from '../../ui/mono.tsx';
import { shortSha } from './deployment-words.ts';

/** A commit's short name; the whole one when it is pointed at. */
export function CommitName({ sha }: { readonly sha: string }) {
  return (
    <span title={sha}>
      <Mono>{shortSha(sha)}</Mono>
    </span>
  );
}
