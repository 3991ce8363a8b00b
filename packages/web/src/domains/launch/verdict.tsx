import type { Readiness } from '@throughline/contract';
import { Status } from '../../ui/status.tsx';

const looks = {
  go: { tone: 'on-track', word: 'Go' },
  conditional: { tone: 'at-risk', word: 'Conditional' },
  'no-go': { tone: 'off-track', word: 'No-go' },
} as const;

/** A verdict by rule as shape and word. */
export function Verdict({
  of,
  plain = false,
}: {
  readonly of: Readiness['verdict'];
  readonly plain?: boolean;
}) {
  const { tone, word } = looks[of];
  return <Status tone={tone} word={word} plain={plain} />;
}
