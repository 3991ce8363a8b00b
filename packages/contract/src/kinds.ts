/**
 * Every kind of entity (a thing that a person can point at), with the domain that owns it, the
 * prefix of its reference and its stage on the line where it has one.
 */
export const entityKinds = {
  unit: { prefix: 'unt', domain: 'org', plural: 'units' },
  person: { prefix: 'per', domain: 'org', plural: 'people' },
  principle: { prefix: 'pcp', domain: 'org', plural: 'principles' },

  product: { prefix: 'prd', domain: 'catalog', plural: 'products' },
  feature: { prefix: 'fea', domain: 'catalog', plural: 'features', stage: 'feature' },
  service: { prefix: 'svc', domain: 'catalog', plural: 'services' },
  metric: { prefix: 'met', domain: 'catalog', plural: 'metrics' },

  track: { prefix: 'trk', domain: 'learning', plural: 'tracks' },
  module: { prefix: 'mdl', domain: 'learning', plural: 'modules' },

  plan: { prefix: 'pln', domain: 'strategy', plural: 'plans' },
  priority: { prefix: 'pri', domain: 'strategy', plural: 'priorities', stage: 'priority' },
  objective: { prefix: 'obj', domain: 'strategy', plural: 'objectives', stage: 'objective' },
  key_result: { prefix: 'krs', domain: 'strategy', plural: 'key-results', stage: 'objective' },
  initiative: { prefix: 'ini', domain: 'strategy', plural: 'initiatives', stage: 'initiative' },
  finding: { prefix: 'fnd', domain: 'strategy', plural: 'findings' },

  story: { prefix: 'sto', domain: 'delivery', plural: 'stories', stage: 'change' },
  sprint: { prefix: 'spr', domain: 'delivery', plural: 'sprints' },
  design_release: { prefix: 'dsr', domain: 'delivery', plural: 'design-releases' },

  account: { prefix: 'acc', domain: 'engagement', plural: 'accounts' },
  contact: { prefix: 'ctc', domain: 'engagement', plural: 'contacts' },
  program: { prefix: 'prg', domain: 'engagement', plural: 'programs' },
  meeting: { prefix: 'mtg', domain: 'engagement', plural: 'meetings' },
  feedback: { prefix: 'fbk', domain: 'engagement', plural: 'feedback', stage: 'feedback' },

  repository: { prefix: 'rep', domain: 'release', plural: 'repositories' },
  change: { prefix: 'chg', domain: 'release', plural: 'changes', stage: 'change' },
  release: { prefix: 'rel', domain: 'release', plural: 'releases', stage: 'release' },
  release_line: { prefix: 'rln', domain: 'release', plural: 'release-lines' },
  backport: { prefix: 'bpt', domain: 'release', plural: 'backports', stage: 'change' },
  environment: { prefix: 'env', domain: 'release', plural: 'environments' },
  deployment: { prefix: 'dep', domain: 'release', plural: 'deployments', stage: 'deployment' },
  failure: { prefix: 'flr', domain: 'release', plural: 'failures' },

  incident: { prefix: 'inc', domain: 'operations', plural: 'incidents' },
  postmortem: { prefix: 'pmt', domain: 'operations', plural: 'postmortems' },
  slo: { prefix: 'slo', domain: 'operations', plural: 'slos' },
  security_finding: { prefix: 'sfn', domain: 'operations', plural: 'security-findings' },
  infrastructure_change: { prefix: 'ifc', domain: 'operations', plural: 'infrastructure-changes' },

  flag: { prefix: 'flg', domain: 'flags', plural: 'flags', stage: 'flag' },

  notification: {
    prefix: 'ntf',
    domain: 'notify',
    plural: 'notifications',
    stage: 'notification',
  },

  launch: { prefix: 'lch', domain: 'launch', plural: 'launches', stage: 'launch' },
  competitor: { prefix: 'cmp', domain: 'launch', plural: 'competitors' },
  price: { prefix: 'prc', domain: 'launch', plural: 'prices' },
  campaign: { prefix: 'cpg', domain: 'launch', plural: 'campaigns' },

  cycle: { prefix: 'cyc', domain: 'rhythm', plural: 'cycles' },
  cadence: { prefix: 'cad', domain: 'rhythm', plural: 'cadences' },
  review: { prefix: 'rvw', domain: 'rhythm', plural: 'reviews', stage: 'review' },

  decision: { prefix: 'dcs', domain: 'platform', plural: 'decisions' },
  action: { prefix: 'act', domain: 'platform', plural: 'actions' },
  risk: { prefix: 'rsk', domain: 'platform', plural: 'risks' },
} as const satisfies Record<
  string,
  { prefix: string; domain: string; plural: string; stage?: Stage }
>;

/** Records that have an address of their own but are no entities: never linked, traced or found. */
export const recordKinds = {
  identity: { prefix: 'idn' },
  session: { prefix: 'ses' },
  api_key: { prefix: 'key' },
  membership: { prefix: 'mbr' },
  leadership: { prefix: 'ldr' },
  ledger: { prefix: 'ldg' },
  link: { prefix: 'lnk' },
  job: { prefix: 'job' },
  attempt: { prefix: 'att' },
  step: { prefix: 'stp' },
  pack: { prefix: 'pak' },
  enrollment: { prefix: 'enr' },
  check_in: { prefix: 'chk' },
  sdk_key: { prefix: 'sdk' },
  readiness_item: { prefix: 'rdy' },
  runner: { prefix: 'rnr' },
  calendar_feed: { prefix: 'ics' },
  design_waiver: { prefix: 'wvr' },
  test_run: { prefix: 'trn' },
  test_case: { prefix: 'tcs' },
  design_screen: { prefix: 'scr' },
  usability_evidence: { prefix: 'use' },
  connection: { prefix: 'cnn' },
  saved_view: { prefix: 'svw' },
  tracker: { prefix: 'tkr' },
  followed_backlog: { prefix: 'flb' },
  note: { prefix: 'nte' },
  card: { prefix: 'crd' },
  mail: { prefix: 'eml' },
  security_exception: { prefix: 'sxc' },
  alert_source: { prefix: 'als' },
  deployment_lock: { prefix: 'lck' },
  deployment_secret: { prefix: 'dsc' },
  hotfix: { prefix: 'htf' },
  queue_entry: { prefix: 'que' },
  queue_build: { prefix: 'bld' },
  queue_landing: { prefix: 'lnd' },
  feature_branch: { prefix: 'fbr' },
  flag_change: { prefix: 'flc' },
  flag_ramp: { prefix: 'rmp' },
} as const;

/** The stages of the line, from why to what became of it, in their order. */
export const stages = [
  'priority',
  'objective',
  'initiative',
  'feature',
  'change',
  'release',
  'deployment',
  'flag',
  'launch',
  'notification',
  'feedback',
  'review',
] as const;

/** One stage of the line. */
export type Stage = (typeof stages)[number];

/** A kind of entity. */
export type EntityKind = keyof typeof entityKinds;

/** A kind of addressable record, entity or not. */
export type Kind = EntityKind | keyof typeof recordKinds;

const prefixes = new Map<string, Kind>(
  [...Object.entries(entityKinds), ...Object.entries(recordKinds)].map(([kind, { prefix }]) => [
    prefix,
    kind as Kind,
  ]),
);

/** The kind that a reference's prefix names, or undefined. */
export function kindOfPrefix(prefix: string): Kind | undefined {
  return prefixes.get(prefix);
}

/** The prefix of a kind's references: `initiative` → `ini`. */
export function prefixOf(kind: Kind): string {
  return kind in entityKinds
    ? entityKinds[kind as EntityKind].prefix
    : recordKinds[kind as keyof typeof recordKinds].prefix;
}

/** Whether a kind is an entity's. */
export function isEntityKind(kind: string): kind is EntityKind {
  return Object.hasOwn(entityKinds, kind);
}

/** The stage of the line at which entities of this kind stand, or undefined. */
export function stageOf(kind: EntityKind): Stage | undefined {
  const entry = entityKinds[kind];
  return 'stage' in entry ? entry.stage : undefined;
}
