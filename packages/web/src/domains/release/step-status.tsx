import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { Status } from '../../ui/status.tsx';
import type { StatusTone } from '../../ui/status-tone.ts';
import type { AttemptView, StepView } from './release-types.ts';

// States that only steps and their attempts have.
const tones: Readonly<Record<string, StatusTone>> = {
  waiting: 'not-started',
  ready: 'waiting',
  skipped: 'stopped',
  'timed-out': 'off-track',
  lost: 'at-risk',
};

/** The state of a step or of an attempt. */
export function StepStatus({
  state,
}: {
  readonly state: StepView['state'] | AttemptView['state'];
}) {
  return <Status plain tone={tones[state] ?? stateTone(state)} word={stateWord(state)} />;
}
