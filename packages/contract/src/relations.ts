import { entityKinds, type EntityKind } from './kinds.ts';

/**
 * In which direction a walk along the line may travel a relation. By convention every relation that
 * the line travels points *up* it, from the later stage to the earlier: a walk up goes from → to,
 * a walk down goes to → from.
 */
export type Carries = 'up' | 'down' | 'both' | 'none';

/** What a relation may join, and how the line travels it. */
export interface Relation {
  readonly from: readonly EntityKind[];
  readonly to: readonly EntityKind[];
  readonly carries: Carries;
  /** How the relation reads from either end. */
  readonly reads: string;
  readonly readsBack: string;
  /** Circles are refused inside the transaction. */
  readonly acyclic?: boolean;
}

const every = Object.keys(entityKinds) as EntityKind[];

/**
 * The closed vocabulary of relations. The line never walks blindly: a release or a deployment
 * bundles unrelated work, so `contains` carries down only and `carried_by` up only; a bundle is
 * entered the other way only where it is the walk's start (see `bundles`).
 */
export const relations = {
  serves: {
    from: ['initiative', 'objective', 'key_result'],
    to: ['priority', 'objective', 'key_result'],
    carries: 'both',
    reads: 'serves',
    readsBack: 'is served by',
    acyclic: true,
  },
  delivers: {
    from: ['feature'],
    to: ['initiative'],
    carries: 'both',
    reads: 'delivers',
    readsBack: 'is delivered by',
  },
  implements: {
    from: ['change', 'story'],
    to: ['initiative', 'feature', 'story'],
    carries: 'both',
    reads: 'implements',
    readsBack: 'is implemented by',
  },
  contains: {
    from: ['release'],
    to: ['change'],
    carries: 'down',
    reads: 'contains',
    readsBack: 'is contained in',
  },
  brings: {
    from: ['backport'],
    to: ['change'],
    carries: 'up',
    reads: 'brings',
    readsBack: 'is brought by',
  },
  deploys: {
    from: ['deployment'],
    to: ['release'],
    carries: 'both',
    reads: 'deploys',
    readsBack: 'is deployed by',
  },
  gates: {
    from: ['flag'],
    to: ['feature', 'initiative'],
    carries: 'both',
    reads: 'gates',
    readsBack: 'is gated by',
  },
  launches: {
    from: ['launch'],
    to: ['initiative', 'feature'],
    carries: 'both',
    reads: 'launches',
    readsBack: 'is launched by',
  },
  uses: { from: ['launch'], to: ['flag'], carries: 'both', reads: 'uses', readsBack: 'is used by' },
  promises: {
    from: ['notification'],
    to: ['flag'],
    carries: 'both',
    reads: 'promises what is behind',
    readsBack: 'is promised by',
  },
  announces: {
    from: ['notification'],
    to: ['launch', 'initiative', 'feature'],
    carries: 'both',
    reads: 'announces',
    readsBack: 'is announced by',
  },
  carried_by: {
    from: ['notification', 'launch'],
    to: ['deployment'],
    carries: 'up',
    reads: 'is carried by',
    readsBack: 'carries',
  },
  about: {
    from: ['feedback'],
    to: ['initiative', 'feature'],
    carries: 'both',
    reads: 'is about',
    readsBack: 'has feedback',
  },
  in_response_to: {
    from: ['feedback'],
    to: ['notification'],
    carries: 'both',
    reads: 'responds to',
    readsBack: 'was answered by',
  },
  discusses: {
    from: ['review'],
    to: every,
    carries: 'down',
    reads: 'discusses',
    readsBack: 'was discussed in',
  },

  decides: {
    from: ['decision'],
    to: every,
    carries: 'none',
    reads: 'decides on',
    readsBack: 'was decided on by',
  },
  replaces: {
    from: ['decision'],
    to: ['decision'],
    carries: 'none',
    reads: 'replaces',
    readsBack: 'is replaced by',
    acyclic: true,
  },
  cites: {
    from: ['decision'],
    to: ['principle'],
    carries: 'none',
    reads: 'cites',
    readsBack: 'is cited by',
  },
  made_in: {
    from: ['decision', 'action', 'risk'],
    to: ['review', 'meeting', 'launch'],
    carries: 'none',
    reads: 'was made in',
    readsBack: 'made',
  },
  follows_from: {
    from: ['action'],
    to: every,
    carries: 'none',
    reads: 'follows from',
    readsBack: 'is followed up by',
  },
  threatens: {
    from: ['risk'],
    to: every,
    carries: 'none',
    reads: 'threatens',
    readsBack: 'is threatened by',
  },
  owned_by: {
    from: every,
    to: ['unit'],
    carries: 'none',
    reads: 'is owned by',
    readsBack: 'owns',
  },
  depends_on: {
    from: ['initiative', 'service', 'story'],
    to: ['initiative', 'service', 'story'],
    carries: 'none',
    reads: 'depends on',
    readsBack: 'is needed by',
    acyclic: true,
  },
  part_of: {
    from: ['feature', 'service', 'priority', 'objective', 'product', 'metric', 'module'],
    to: ['product', 'plan', 'service', 'feature', 'track'],
    carries: 'none',
    reads: 'is part of',
    readsBack: 'has part',
    acyclic: true,
  },
  designs: {
    from: ['design_release'],
    to: ['initiative', 'feature'],
    carries: 'none',
    reads: 'designs',
    readsBack: 'is designed in',
  },
  caused_by: {
    from: ['incident'],
    to: ['deployment'],
    carries: 'none',
    reads: 'was caused by',
    readsBack: 'caused',
  },
  affects: {
    from: ['incident'],
    to: ['service'],
    carries: 'none',
    reads: 'affects',
    readsBack: 'is affected by',
  },
  measured_by: {
    from: ['key_result', 'product', 'feature', 'service', 'launch'],
    to: ['metric'],
    carries: 'none',
    reads: 'is measured by',
    readsBack: 'measures',
  },
  builds: {
    from: ['repository'],
    to: ['service', 'product'],
    carries: 'none',
    reads: 'builds',
    readsBack: 'is built from',
  },
  supports: {
    from: ['price', 'campaign', 'competitor'],
    to: ['launch'],
    carries: 'none',
    reads: 'supports',
    readsBack: 'is supported by',
  },
  given_by: {
    from: ['feedback'],
    to: ['account', 'contact'],
    carries: 'none',
    reads: 'was given by',
    readsBack: 'gave',
  },
  member_of: {
    from: ['account', 'contact', 'person'],
    to: ['program'],
    carries: 'none',
    reads: 'is a member of',
    readsBack: 'has member',
  },
  held_by: {
    from: ['meeting', 'review'],
    to: ['program', 'cadence'],
    carries: 'none',
    reads: 'is held by',
    readsBack: 'holds',
  },
  on_agenda_of: {
    from: ['feedback', 'decision', 'initiative', 'feature', 'launch'],
    to: ['meeting', 'review'],
    carries: 'none',
    reads: 'is on the agenda of',
    readsBack: 'has on its agenda',
  },
} as const satisfies Record<string, Relation>;

/** A relation's name. */
export type RelationName = keyof typeof relations;

/**
 * Kinds that bundle unrelated work. A walk shows one as a leaf, and enters it against its relations'
 * direction only where the walk starts there (or at another bundle that leads straight to it).
 */
export const bundles: ReadonlySet<EntityKind> = new Set([
  'release',
  'deployment',
  'account',
  'review',
]);

/** The relation of that name; relations are data, so that their rules are read in one place. */
export function relation(name: RelationName): Relation {
  return relations[name];
}
