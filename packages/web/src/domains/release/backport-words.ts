import type { StatusTone } from '../../ui/status-tone.ts';
import type { BackportView, ConflictFileView, LineView, PreviewView } from './release-types.ts';

interface Look {
  readonly tone: StatusTone;
  readonly word: string;
}

/** The states of a backport, as they look. */
export const backportLooks: Readonly<Record<BackportView['state'], Look>> = {
  waiting: { tone: 'waiting', word: 'Waiting' },
  making: { tone: 'running', word: 'Being picked' },
  conflict: { tone: 'off-track', word: 'In conflict' },
  ready: { tone: 'on-track', word: 'Ready' },
  landing: { tone: 'running', word: 'Landing' },
  landed: { tone: 'done', word: 'Landed' },
  empty: { tone: 'done', word: 'There already' },
  failed: { tone: 'off-track', word: 'Failed' },
  withdrawn: { tone: 'stopped', word: 'Withdrawn' },
};

/** What would happen, as it looks. */
export const previewLooks: Readonly<Record<PreviewView['outcome'], Look>> = {
  clean: { tone: 'on-track', word: 'Clean' },
  empty: { tone: 'done', word: 'There already' },
  conflict: { tone: 'off-track', word: 'Conflict' },
  unreadable: { tone: 'unknown', word: 'Unknown' },
};

/** The kinds of a conflict in words. */
export const conflictWords: Readonly<Record<ConflictFileView['kind'], string>> = {
  content: 'Both changed the same lines',
  'add-add': 'Both added it, with other contents',
  binary: 'Both changed a file that can’t be merged by lines',
  'modify-delete': 'One changed it, the other took it away',
  'rename-delete': 'One renamed it, the other took it away',
  'rename-rename': 'Both renamed it, to different names',
  'file-directory': 'A file meets a folder of its name',
  'directory-rename': 'It lies in a folder that the other renamed',
  mode: 'Both changed what kind of thing it is',
  submodule: 'Both moved the submodule',
  other: 'It can’t be merged',
};

/** What may be taken of a file in conflict, in words. */
export const takeWords: Readonly<Record<ConflictFileView['takes'][number], string>> = {
  line: 'The line’s',
  change: 'The change’s',
  text: 'A text of your own',
  delete: 'Neither: the file goes',
};

/** How a line is patched, in words. */
export const strategyWords: Readonly<Record<LineView['strategy'], string>> = {
  'backport-from-main': 'Backported from the default branch',
  'hotfix-from-tag': 'Fixed on a branch from its last tag',
  'roll-forward': 'Not patched: users roll forward',
};

/** How the default branch has a commit of a line, in words. */
export const onDefaultWords = {
  picked: 'Picked from it',
  forward: 'Brought forward',
  'same-patch': 'Has the same patch',
} as const;
