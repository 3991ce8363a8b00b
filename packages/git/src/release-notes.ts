import { parseConventionalCommit, type ConventionalCommit } from './conventional-commit.ts';
import { withoutReverted, type ReleaseCommit } from './without-reverted.ts';

export interface NotesRules {
  /** Titles of the sections by type, in their order; what isn't named comes under `other`. */
  readonly sections?: readonly (readonly [type: string, title: string])[];
  /** Types that are left out, unless they break something. */
  readonly hidden?: readonly string[];
  readonly breakingTitle?: string;
  readonly otherTitle?: string;
}

const defaultSections = [
  ['feat', 'Features'],
  ['fix', 'Fixes'],
  ['perf', 'Performance'],
  ['revert', 'Reverts'],
  ['refactor', 'Refactoring'],
  ['docs', 'Documentation'],
  ['build', 'Build'],
  ['ci', 'Continuous integration'],
  ['test', 'Tests'],
  ['style', 'Style'],
  ['chore', 'Chores'],
] as const;

/**
 * A release's notes in Markdown: breaking changes first, then a section for each type, then what
 * follows no convention. Merges, and pairs of a commit and its revert, are left out. What commits
 * say is text here: it makes no HTML, no links and no headings.
 *
 * @param date ISO 8601, a day
 * @param commits the newest first
 */
export function releaseNotes(
  version: string,
  date: string,
  commits: readonly ReleaseCommit[],
  rules: NotesRules = {},
): string {
  const sections = rules.sections ?? defaultSections;
  const titles = new Map<string, string>(sections);
  const other = rules.otherTitle ?? 'Other changes';
  const breaking: string[] = [];
  const groups = new Map<string, string[]>([...titles.values(), other].map((title) => [title, []]));

  for (const commit of withoutReverted(commits)) {
    if ((commit.parents?.length ?? 0) > 1) continue;
    const parsed = parseConventionalCommit(`${commit.subject}\n\n${commit.body}`);
    if (parsed === undefined) {
      const revert = commit.subject.startsWith('Revert "') ? titles.get('revert') : undefined;
      groups.get(revert ?? other)?.push(line(undefined, commit.subject, commit, []));
    } else if (parsed.breaking) {
      breaking.push(breakingLine(parsed, commit));
    } else if (!rules.hidden?.includes(parsed.type)) {
      const { scope, description, references } = parsed;
      const title = titles.get(parsed.type) ?? other;
      groups.get(title)?.push(line(scope, description, commit, references));
    }
  }
  const written = [[rules.breakingTitle ?? 'Breaking changes', breaking] as const, ...groups]
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `### ${title}\n\n${lines.join('\n')}\n`);
  return [`## ${plain(version)} (${plain(date)})\n`, ...written].join('\n');
}

function breakingLine(parsed: ConventionalCommit, commit: ReleaseCommit): string {
  const { scope, description, references, breakingNote } = parsed;
  const own = line(scope, description, commit, references);
  if (breakingNote === undefined) return own;
  // Indented, so that the note stays within its point.
  const note = breakingNote.split('\n').map((text) => (text === '' ? '' : `  ${plain(text)}`));
  return `${own}\n\n${note.join('\n')}\n`;
}

function line(
  scope: string | undefined,
  description: string,
  commit: ReleaseCommit,
  references: readonly string[],
): string {
  const named = scope === undefined ? '' : `**${plain(scope)}:** `;
  const further = references.filter((reference) => !description.includes(reference));
  const evidence = [commit.sha.slice(0, 7), ...further].join(', ');
  return `- ${named}${plain(description)} (${evidence})`;
}

/** Text as Markdown that shows it: code spans stay, all else means nothing. */
function plain(text: string): string {
  const spans = text.trim().split(/(`[^`]+`)/);
  const escaped = spans.map((span, index) =>
    index % 2 === 1 ? span : span.replace(/[\\`*_[\]<]/g, '\\$&'),
  );
  return escaped.join('').replace(/^(#{1,6} |[-+>=]|\d+[.)] )/, '\\$1');
}
