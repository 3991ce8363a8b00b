import type { Verdict } from './forge-tables.ts';

/** A pull or merge request as a webhook tells it. */
export interface RequestNews {
  readonly kind: 'request';
  readonly number: number;
  readonly address: string;
  readonly title: string;
  readonly author: string;
  /** Null where it comes from another repository: its branch is not among ours. */
  readonly branch: string | null;
  readonly target: string;
  readonly head: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly draft: boolean;
  readonly labels: readonly string[];
  readonly changedAt: string;
}

/** What a webhook says that matters here. */
export type ForgeNews =
  | { readonly kind: 'push' }
  | RequestNews
  | {
      readonly kind: 'review';
      readonly number: number;
      readonly reviewer: string;
      readonly verdict: Verdict;
      /** The request itself, where the forge tells it along. */
      readonly request: RequestNews | null;
    }
  | {
      readonly kind: 'check';
      readonly sha: string;
      readonly name: string;
      readonly state: 'pending' | 'success' | 'failure';
      readonly says: string;
      readonly url: string | null;
    };

/** A webhook, read: what it is called, and what of it matters; nothing is no fault. */
export interface ForgeDelivery {
  readonly event: string;
  readonly news: readonly ForgeNews[];
}

/** What we say of commits ourselves begins so, and isn't heard as somebody else's word. */
export const ownChecks = 'throughline/';
