/**
 * Plumbing over the system's `git` program (2.39 or later): bare caches of remotes, reads of their
 * history, merges and picks without a work tree, pushes under leases, and the rules that make
 * versions, notes and names of commits. No database, no HTTP.
 *
 * Every function that starts git throws `GitError`, whose `code` says why. No git process reads the
 * machine's or the user's configuration, runs a hook, asks for anything, or uses a protocol that it
 * wasn't given.
 */
export { GitError, type GitErrorCode } from './git-error.ts';
export { git, gitText, gitStream, type GitOptions, type GitResult } from './git.ts';
export type { Protocol } from './git-environment.ts';
export { gitVersion, type GitVersion } from './git-version.ts';

export { parseRemoteAddress, type RemoteAddress } from './remote-address.ts';
export type { Remote } from './remote.ts';
export {
  openCache,
  compactCache,
  namespaces,
  type Repository,
  type RepositoryCache,
} from './cache.ts';
export {
  fetchRemote,
  readRemote,
  type FetchResult,
  type RefChange,
  type RemoteRefs,
} from './fetch-remote.ts';

export {
  branchRef,
  tagRef,
  isBranchName,
  isObjectName,
  isRefName,
  resolveCommit,
  type Revision,
} from './revision.ts';
export { listBranches, defaultBranch, type Branch } from './branches.ts';
export { listTags, type Tag } from './tags.ts';
export {
  readCommit,
  readCommits,
  type Commit,
  type CommitRange,
  type Person,
  type TouchedFile,
  type Trailer,
} from './commits.ts';
export { aheadBehind, isAncestor, mergeBase, refsContaining } from './history.ts';
export { archiveCommit, listTree, readFileAt, type TreeEntry } from './files.ts';
export { diffSummary, type FileDifference } from './diff-summary.ts';

export {
  commitTree,
  createTag,
  type NewCommit,
  type NewTag,
  type Signature,
} from './commit-tree.ts';
export { listRefs, readRef, updateRef, type RefUpdate } from './refs.ts';
export { pushRef, pushRefs, type PushOutcome, type RefPush } from './push-refs.ts';
export {
  mergeTrees,
  cherryPick,
  revertCommit,
  type MergeOutcome,
  type PickOutcome,
} from './merge-trees.ts';
export { pickCommits } from './pick-commits.ts';
export {
  pickEach,
  type PickConflict,
  type PickRequest,
  type PickedCommit,
  type PickedStack,
} from './pick-each.ts';
export { previewPicks, type PickPreview, type PreviewedChange } from './preview-picks.ts';
export { missingCommits, type MissingCommit } from './missing-commits.ts';
export { verifiedChain, type VerifiedChain } from './verified-chain.ts';
export { findOnLine, type PresentChange } from './find-on-line.ts';
export { pickedFrom, withProvenance } from './provenance.ts';
export { landBranch, type Landing, type LandingOutcome, type LandingWay } from './land-branch.ts';
export type { Conflict, ConflictFile, ConflictKind, ConflictSide } from './conflict.ts';
export { conflictFingerprint } from './conflict-fingerprint.ts';
export {
  readConflict,
  type ConflictContent,
  type MergedPart,
  type SideContent,
} from './read-conflict.ts';
export { hasConflictMarks, resolveConflicts, type FileResolution } from './resolve-conflicts.ts';

export {
  parseConventionalCommit,
  type ConventionalCommit,
  type Footer,
} from './conventional-commit.ts';
export { nextVersion, type VersionLevel, type VersionRules } from './next-version.ts';
export { releaseNotes, type NotesRules } from './release-notes.ts';
export { withoutReverted, type ReleaseCommit } from './without-reverted.ts';
export { branchName, type BranchPolicy } from './branch-name.ts';
export { initiativeReferences, type InitiativeReference } from './initiative-references.ts';
