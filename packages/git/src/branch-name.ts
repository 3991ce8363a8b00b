import { GitError } from './git-error.ts';
import { isBranchName } from './revision.ts';

export interface BranchPolicy {
  /** With `{key}` and `{slug}` in it, such as `feature/{key}-{slug}`. */
  readonly template: string;
  /** Characters of the whole name; the slug gives way. 100 unless told. */
  readonly maxLength?: number;
}

/**
 * The branch's name for a piece of work. The slug is made of its title in ASCII letters and digits;
 * where the title has none, the key stands alone.
 *
 * @param work `key`: a reference (`ini_…`) or a key such as `CORE-12`
 * @throws GitError `invalid_name` if the key or the template makes no name of a branch
 */
export function branchName(policy: BranchPolicy, work: { key: string; title: string }): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(work.key) || !policy.template.includes('{key}')) {
    throw new GitError('invalid_name', 'a branch is named by a policy with a {key} and by a key');
  }
  const bare = fill(policy.template, work.key, '');
  const room = (policy.maxLength ?? 100) - bare.length - 1;
  const name = fill(policy.template, work.key, slugOf(work.title, room));
  if (!isBranchName(name)) throw new GitError('invalid_name', 'the policy makes no valid name');
  return name;
}

/** With no slug, the sign that would have joined it goes too. */
function fill(template: string, key: string, slug: string): string {
  const filled = slug === '' ? template.replace(/[-_/.]?\{slug\}/, '') : template;
  return filled.replace('{slug}', slug).replace('{key}', key);
}

function slugOf(title: string, room: number): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (slug.length <= room) return slug;
  const cut = slug.slice(0, Math.max(0, room) + 1);
  const atWord = cut.lastIndexOf('-');
  return atWord > 0 ? cut.slice(0, atWord) : slug.slice(0, Math.max(0, room));
}
