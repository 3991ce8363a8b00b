import { Status } from '../ui/status.tsx';
import { stateTone, stateWord } from './state-tone.ts';

/** An entity's state as shape, word and colour. */
export function EntityStatus({
  state,
  plain = false,
}: {
  readonly state: string;
  readonly plain?: boolean;
}) {
  return <Status tone={stateTone(state)} word={stateWord(state)} plain={plain} />;
}
