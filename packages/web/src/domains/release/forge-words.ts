import type { forgeSystems, reviewVerdicts } from '@throughline/contract';
import type { StatusTone } from '../../ui/status-tone.ts';

/** The forges by their names. */
export const forgeNames = {
  github: 'GitHub',
  gitlab: 'GitLab',
} as const satisfies Record<(typeof forgeSystems)[number], string>;

/** What reviewers say of a request, and how that looks. */
export const reviewLooks = {
  none: ['waiting', 'Not reviewed yet'],
  approved: ['on-track', 'Approved'],
  'changes-requested': ['off-track', 'Changes are asked for'],
} as const satisfies Record<(typeof reviewVerdicts)[number], readonly [StatusTone, string]>;

/** The forge, its address and the project that a remote's address speaks of, as a guess. */
export function forgeOfRemote(remote: string): {
  readonly system: 'github' | 'gitlab';
  readonly address: string;
  readonly project: string;
} {
  const found =
    /^(?:https?|ssh):\/\/(?:[^@/]+@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(remote) ??
    /^(?:[^@/]+@)([^:/]+):(.+?)(?:\.git)?\/?$/.exec(remote);
  const [, host = '', project = ''] = found ?? [];
  return {
    system: host.includes('gitlab') ? 'gitlab' : 'github',
    address: host === '' ? '' : `https://${host}`,
    project,
  };
}
