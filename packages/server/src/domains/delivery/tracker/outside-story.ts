import type { backlogSources, storyStates } from '@throughline/contract';

/** A sprint or cycle as the other tool tells it. */
export interface OutsideSprint {
  readonly id: string;
  readonly title: string;
  readonly goal: string;
  /** Moments; null where nobody said yet. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly state: 'planned' | 'running' | 'closed';
}

/** An epic or project as the other tool tells it; `text` is where it may name work of ours. */
export interface OutsideEpic {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly text: string;
}

/** A story as the other tool tells it. */
export interface OutsideStory {
  /** What never changes, wherever it is moved. */
  readonly id: string;
  readonly key: string;
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly status: string;
  /** How the tool itself groups that state. */
  readonly category: (typeof storyStates)[number];
  readonly estimate: number | null;
  readonly assignee: { readonly name: string; readonly email: string | null } | null;
  readonly epic: OutsideEpic | null;
  /** Those that it was in and the one that it is in. */
  readonly sprints: readonly OutsideSprint[];
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly doneAt: string | null;
  readonly changedAt: string;
}

/** What a tool needs to know of a source besides its key, found out when it is followed. */
export interface BacklogScope {
  /** Jira: the query that picks its issues. Linear: the team's id. */
  readonly query: string;
  /** The field that holds the estimate; null where estimates are given here. */
  readonly estimate: string | null;
  /** The field that holds the sprints. */
  readonly sprint: string | null;
  /** The field that holds the epic where it isn't the parent. */
  readonly epic: string | null;
}

/** What a backlog can follow. */
export interface OutsideSource {
  readonly kind: (typeof backlogSources)[number];
  readonly key: string;
  readonly title: string;
}

/** A page of stories, and where the next one begins. */
export interface OutsidePage {
  readonly stories: readonly OutsideStory[];
  readonly next: string | null;
}

/** Which page of what is wanted: everything that still matters, or what changed since a moment. */
export interface PageWanted {
  readonly since: Temporal.Instant | null;
  readonly now: Temporal.Instant;
  readonly cursor: string | null;
}

/** What can be asked of a tool. Every function throws `TrackerFault`. */
export interface TrackerClient {
  /** The account that the token belongs to. */
  account(): Promise<string>;
  sources(search: string): Promise<OutsideSource[]>;
  /** What must be known to follow a source, with how many stories it has where the tool says so. */
  scopeOf(
    source: Pick<OutsideSource, 'kind' | 'key'>,
  ): Promise<{ title: string; scope: BacklogScope; total: number | null }>;
  page(scope: BacklogScope, wanted: PageWanted): Promise<OutsidePage>;
  /** Those of some stories that are in the scope; at most fifty are asked for. */
  stories(scope: BacklogScope, ids: readonly string[]): Promise<OutsideStory[]>;
  /** A sprint, or undefined where it is gone. */
  sprint(id: string): Promise<OutsideSprint | undefined>;
}

/** Why a tool gave no answer, in words for whoever connected it. */
export class TrackerFault extends Error {
  /** It asked to be left alone for so many seconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, retryAfter?: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}
