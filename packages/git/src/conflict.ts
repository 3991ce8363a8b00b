/**
 * - `content`: both changed the same lines.
 * - `add-add`: both added the file, with other contents.
 * - `binary`: both changed a file that can't be merged by lines.
 * - `modify-delete`: one changed it, the other took it away.
 * - `rename-delete`: one renamed it, the other took it away.
 * - `rename-rename`: both renamed it to different names, or two files to one name.
 * - `file-directory`: one has a file where the other has a folder.
 * - `directory-rename`: one renamed a folder into which the other put the file.
 * - `mode`: both changed what kind of thing it is (a file, a link, a submodule).
 * - `submodule`: both moved a submodule.
 * - `other`: a kind that Git has and this list hasn't; `message` tells.
 */
export type ConflictKind =
  | 'content'
  | 'add-add'
  | 'binary'
  | 'modify-delete'
  | 'rename-delete'
  | 'rename-rename'
  | 'file-directory'
  | 'directory-rename'
  | 'mode'
  | 'submodule'
  | 'other';

export interface ConflictSide {
  readonly mode: string;
  readonly sha: string;
}

/** A file in conflict: what it is at the common ancestor, on our side, on theirs. */
export interface ConflictFile {
  readonly path: string;
  readonly base?: ConflictSide;
  readonly ours?: ConflictSide;
  readonly theirs?: ConflictSide;
}

export interface Conflict {
  readonly path: string;
  readonly kind: ConflictKind;
  /** All names that the conflict is about, such as both ends of a rename. */
  readonly paths: readonly string[];
  /** What Git says of it. */
  readonly message: string;
  /** The file at the common ancestor, on our side, on theirs; absent where it isn't there. */
  readonly base?: ConflictSide;
  readonly ours?: ConflictSide;
  readonly theirs?: ConflictSide;
  /**
   * The files that have to be decided to settle it, each in one conflict only: a file that two
   * sides renamed differently counts under all three names. Empty where the merge's own answer
   * stands and only wants to be seen.
   */
  readonly files: readonly ConflictFile[];
}

/** Git's stable short names of conflicts (`type_short_descriptions` of its merge-ort.c). */
const kinds: readonly (readonly [RegExp, ConflictKind])[] = [
  [/^CONFLICT \(contents\)/, 'content'],
  [/^CONFLICT \(binary\)/, 'binary'],
  [/^CONFLICT \(modify\/delete\)/, 'modify-delete'],
  [/^CONFLICT \(rename\/delete\)/, 'rename-delete'],
  [/^CONFLICT \(rename(?:\/rename| involved in collision)\)/, 'rename-rename'],
  [/^CONFLICT \(file\/directory\)/, 'file-directory'],
  [/^CONFLICT ?\([^)]*directory rename/, 'directory-rename'],
  [/^CONFLICT \(distinct modes\)/, 'mode'],
  [/^(?:CONFLICT|ERROR) \(submodule/, 'submodule'],
];

interface Stages {
  base?: ConflictSide;
  ours?: ConflictSide;
  theirs?: ConflictSide;
}

type Named = Omit<Conflict, 'files'>;

/** What `git merge-tree --write-tree -z` writes of a merge that isn't clean. */
export function parseConflicts(output: string): { tree: string; conflicts: Conflict[] } {
  const fields = output.split('\0');
  const tree = fields[0] ?? '';
  const stages = new Map<string, Stages>();
  let position = 1;
  // Files in conflict, up to an empty field.
  for (; fields[position]; position += 1) {
    const [head, path] = splitOnce(fields[position] ?? '', '\t');
    const [mode = '', sha = '', stage] = head.split(' ');
    const side = { mode, sha };
    const known = stages.get(path) ?? {};
    if (stage === '1') known.base = side;
    else if (stage === '2') known.ours = side;
    else known.theirs = side;
    stages.set(path, known);
  }
  position += 1;
  // Then messages: how many paths, the paths, the short name, the text.
  const conflicts = new Map<string, Named>();
  while (position < fields.length && fields[position] !== '') {
    const count = Number(fields[position]);
    const paths = fields.slice(position + 1, position + 1 + count);
    const type = fields[position + 1 + count] ?? '';
    const message = (fields[position + 2 + count] ?? '').trim();
    position += 3 + count;
    const kind = kindOf(type);
    if (kind === undefined) continue;
    // A path outside the index's conflicts tells of the same file under another name.
    const path = paths.find((name) => stages.has(name)) ?? paths[0] ?? '';
    const sides = stages.get(path) ?? {};
    const added = kind === 'content' && sides.base === undefined && sides.ours && sides.theirs;
    const conflict = { path, kind: added ? ('add-add' as const) : kind, paths, message, ...sides };
    const earlier = conflicts.get(path);
    // The more particular kind says more than that contents differ, too.
    if (earlier === undefined || earlier.kind === 'content') conflicts.set(path, conflict);
  }
  // No file in conflict goes unnamed, whatever Git's messages are.
  for (const [path, sides] of stages) {
    const named = [...conflicts.values()].some((one) => one.paths.includes(path));
    if (!named) conflicts.set(path, { path, kind: 'other', paths: [path], message: '', ...sides });
  }
  return { tree, conflicts: withFiles([...conflicts.values()], stages) };
}

/** Gives each file to the first conflict that names it; its own, where it has one. */
function withFiles(conflicts: readonly Named[], stages: ReadonlyMap<string, Stages>): Conflict[] {
  const owner = new Map<string, Named>();
  for (const conflict of conflicts) {
    if (stages.has(conflict.path)) owner.set(conflict.path, conflict);
  }
  for (const conflict of conflicts) {
    for (const path of conflict.paths) {
      if (stages.has(path) && !owner.has(path)) owner.set(path, conflict);
    }
  }
  return conflicts.map((conflict) => ({
    ...conflict,
    files: [...stages]
      .filter(([path]) => owner.get(path) === conflict)
      .map(([path, sides]) => ({ path, ...sides })),
  }));
}

function kindOf(type: string): ConflictKind | undefined {
  const found = kinds.find(([pattern]) => pattern.test(type))?.[1];
  return found ?? (type.startsWith('CONFLICT') ? 'other' : undefined);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
