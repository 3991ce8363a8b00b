import type { Id } from '@throughline/contract';
import { mergeTrees, readCommits, type Conflict, type RepositoryCache } from '@throughline/git';
import type { WriteContext } from '../../../platform/context.ts';
import type { ReleaseTables } from '../tables.ts';
import { composeCandidate } from './compose-candidate.ts';
import type { LiveEntry } from './queue-store.ts';
import type { BuildPart, MergeStyle } from './queue-tables.ts';
import { settleEntry } from './settle-entry.ts';

/** A queued change merged on top of those before it. */
export interface ChainLink {
  readonly entry: LiveEntry;
  readonly part: BuildPart;
  readonly sha: string;
  readonly tree: string | undefined;
  readonly made: readonly string[];
}

/** What is known of a change once it was merged, or tried to be. */
type Finding =
  | { readonly entry: LiveEntry; readonly link: ChainLink; readonly onto: string }
  | { readonly entry: LiveEntry; readonly link: undefined; readonly put: 'left'; says: string }
  | {
      readonly entry: LiveEntry;
      readonly link: undefined;
      readonly put: 'out' | 'waits';
      readonly with: ChainLink | undefined;
      readonly conflicts: readonly string[];
      readonly says: string;
    };

/** A queued change as a build keeps it. */
function partOf(entry: LiveEntry): BuildPart {
  return {
    entry: entry.id,
    change: entry.change_id,
    head: entry.head,
    title: entry.title,
    branch: entry.branch,
    at: entry.queued_at.toISOString(),
  };
}

/**
 * Merges the queued changes one on top of the other, in their order, before anything is built. One
 * that doesn't merge is left out: for good where it contradicts the base itself, for now where it
 * contradicts a change before it, until that one has landed or is out. Nothing is made twice.
 */
export async function composeChain(
  deps: { write<T>(write: (context: WriteContext) => Promise<T>): Promise<T> },
  cache: RepositoryCache,
  queue: { base: string; branch: string; style: MergeStyle },
  entries: readonly LiveEntry[],
): Promise<ChainLink[]> {
  const chain: ChainLink[] = [];
  const findings: Finding[] = [];
  for (const entry of entries) {
    const finding = await findingOf(cache, queue, entry, chain);
    findings.push(finding);
    if (finding.link) chain.push(finding.link);
  }
  const news = findings.filter(isNews);
  if (news.length > 0) {
    await deps.write(async (context) => {
      for (const finding of news) await keep(context, finding);
    });
  }
  return chain;
}

async function findingOf(
  cache: RepositoryCache,
  queue: { base: string; branch: string; style: MergeStyle },
  entry: LiveEntry,
  chain: readonly ChainLink[],
): Promise<Finding> {
  const tip = chain.at(-1) ?? { sha: queue.base, tree: undefined };
  const onto = tip.sha;
  const part = partOf(entry);
  if (entry.onto === onto && entry.candidate !== null) {
    const link = { entry, part, sha: entry.candidate, tree: undefined, made: entry.made };
    return { entry, link, onto };
  }
  const composed = await composeCandidate(cache, queue.style, tip, part);
  if (composed.ok) {
    if (composed.made.length > 0) {
      return { entry, link: { entry, part, ...composed.tip, made: composed.made }, onto };
    }
    const before = chain.length > 0 ? ', or in a change before it,' : '';
    const says = `Everything in it is on ${queue.branch}${before} already.`;
    return { entry, link: undefined, put: 'left', says };
  }
  const conflicts = composed.conflicts.map(({ path, kind }) => `${path} (${kind})`).slice(0, 20);
  const other = await conflictsWith(cache, queue.base, part.head, chain);
  if (other) {
    const says = `It doesn't merge with “${other.entry.title}”, which is before it. It goes on when that one has landed or is out.`;
    return { entry, link: undefined, put: 'waits', with: other, conflicts, says };
  }
  const says = `It doesn't merge into ${queue.branch}${await whoseCommit(cache, queue.base, part.head, composed.conflicts)}. Bring the branch up to date, and queue it again.`;
  return { entry, link: undefined, put: 'out', with: undefined, conflicts, says };
}

/** The first change of the chain with which another can't go; undefined where it is the base. */
async function conflictsWith(
  cache: RepositoryCache,
  base: string,
  head: string,
  chain: readonly ChainLink[],
): Promise<ChainLink | undefined> {
  const clean = async (tip: string) => (await mergeTrees(cache, { ours: tip, theirs: head })).clean;
  if (chain.length === 0 || !(await clean(base))) return undefined;
  let low = 0;
  let high = chain.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await clean(chain[middle - 1]?.sha ?? base)) low = middle;
    else high = middle;
  }
  return chain[high - 1];
}

/** The last commit on the base that touched what is in conflict, in words. */
async function whoseCommit(
  cache: RepositoryCache,
  base: string,
  head: string,
  conflicts: readonly Conflict[],
): Promise<string> {
  const paths = conflicts.map(({ path }) => path).slice(0, 20);
  const range = { from: [base], since: [head], paths, limit: 1 };
  for await (const commit of readCommits(cache, range)) {
    return `, where ${commit.sha.slice(0, 8)} “${commit.subject}” by ${commit.author.name} changed the same`;
  }
  return '';
}

function isNews(finding: Finding): boolean {
  const { entry } = finding;
  if (finding.link) return entry.onto !== finding.onto || entry.candidate !== finding.link.sha;
  if (finding.put !== 'waits') return true;
  return entry.waits_for !== finding.with?.entry.change_id || entry.says !== finding.says;
}

async function keep(context: WriteContext, finding: Finding): Promise<void> {
  const { entry } = finding;
  const set = async (values: {
    onto: string | null;
    candidate: string | null;
    made: string[];
    waits_for: Id<'change'> | null;
    conflicts: string[];
    says: string;
  }) => {
    await context.tx
      .$extendTables<ReleaseTables>()
      .updateTable('queue_entry')
      .set(values)
      .where('id', '=', entry.id)
      .where('state', '=', 'queued')
      .execute();
  };
  if (finding.link) {
    const { sha, made } = finding.link;
    await set({
      onto: finding.onto,
      candidate: sha,
      made: [...made],
      waits_for: null,
      conflicts: [],
      says: '',
    });
    return;
  }
  if (finding.put === 'left') {
    await settleEntry(context, entry, { state: 'left', says: finding.says });
    return;
  }
  const conflicts = [...finding.conflicts];
  if (finding.put === 'out') {
    await settleEntry(context, entry, { state: 'out', says: finding.says, conflicts });
    return;
  }
  await set({
    onto: null,
    candidate: null,
    made: [],
    waits_for: finding.with?.entry.change_id ?? null,
    conflicts,
    says: finding.says,
  });
}
