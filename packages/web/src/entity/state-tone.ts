import type { StatusTone } from '../ui/status-tone.ts';

/** The looks of every state that an entity of any domain can have. */
const tones: Readonly<Record<string, StatusTone>> = {
  idea: 'not-started',
  draft: 'not-started',
  scheduled: 'not-started',
  proposed: 'waiting',
  pending: 'waiting',
  queued: 'waiting',
  held: 'waiting',
  approving: 'waiting',
  preparing: 'running',
  discovery: 'running',
  building: 'running',
  running: 'running',
  gating: 'running',
  soaking: 'running',
  'rolling-out': 'running',
  'rolling-back': 'at-risk',
  measuring: 'running',
  'in-progress': 'running',
  open: 'running',
  frozen: 'running',
  active: 'on-track',
  adopted: 'on-track',
  available: 'on-track',
  approved: 'on-track',
  healthy: 'on-track',
  green: 'on-track',
  live: 'on-track',
  on: 'on-track',
  succeeded: 'on-track',
  conditional: 'at-risk',
  amber: 'at-risk',
  red: 'off-track',
  failed: 'off-track',
  unhealthy: 'off-track',
  rejected: 'off-track',
  'no-go': 'off-track',
  launched: 'done',
  done: 'done',
  closed: 'done',
  merged: 'done',
  released: 'done',
  confirmed: 'done',
  ended: 'stopped',
  stopped: 'stopped',
  dropped: 'stopped',
  withdrawn: 'stopped',
  archived: 'stopped',
  retired: 'stopped',
  cancelled: 'stopped',
  'rolled-back': 'stopped',
  off: 'stopped',
  vacant: 'at-risk',
};

/** The look of a state, by its word. */
export function stateTone(state: string): StatusTone {
  return tones[state] ?? 'unknown';
}

/** A state's word for people: `rolling-out` → `Rolling out`. */
export function stateWord(state: string): string {
  const words = state.replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
