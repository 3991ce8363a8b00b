import { stateTone, stateWord } from '../../entity/state-tone.ts';
import { Status } from '../../ui/status.tsx';
import type { StatusTone } from '../../ui/status-tone.ts';
import type { AttemptView, StepView, WaveView } from './release-types.ts';

// States that only steps and their attempts have.
const tones: Readonly<Record<string, StatusTone>> = {
  waiting: 'not-started',
  ready: 'waiting',
  skipped: 'stopped',
  'timed-out': 'off-track',
  lost: 'at-risk',
  inconclusive: 'at-risk',
  'not-begun': 'stopped',
};

/** The state of a step, of an attempt or of a wave. */
export function StepStatus({
  state,
}: {
  readonly state: StepView['state'] | AttemptView['state'] | WaveView['state'];
}) {
  return <Status plain tone={tones[state] ?? stateTone(state)} word={stateWord(state)} />;
}
