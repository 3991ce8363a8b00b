/**
 * What DORA's five metrics are counted from: docs/dora.md defines them in words, with the edge cases.
 * All times are milliseconds since 1970.
 */
export interface DeploymentFact {
  readonly id: string;
  /** Where it stands: repository and environment. */
  readonly place: string;
  readonly repository: string;
  /** What is built from the repository. */
  readonly services: readonly string[];
  readonly requestedAt: number;
  readonly firstFailedAt: number | null;
  readonly succeededAt: number | null;
  readonly rollbackStartedAt: number | null;
  readonly rolledBackAt: number | null;
  /** The commit ran there already. */
  readonly repeats: boolean;
  /** The commit had run there before, and another since. */
  readonly restores: boolean;
  /** The release was made as a hotfix. */
  readonly hotfix: boolean;
  /** What it brought; nothing where it was the first of its place. */
  readonly commits: readonly { readonly sha: string; readonly at: number }[];
}

/** An incident as deployments are charged with it. */
export interface IncidentFact {
  readonly id: string;
  /** The deployment that somebody named as its cause. */
  readonly deployment: string | null;
  readonly services: readonly string[];
  readonly openedAt: number;
  readonly resolvedAt: number | null;
}

/** A deployment with what it counts as. */
export interface Judged {
  readonly fact: DeploymentFact;
  /** When it succeeded; where it didn't, when it failed. */
  readonly endedAt: number;
  readonly succeeded: boolean;
  readonly failed: boolean;
  /** From when on it was failing, and when that was over; null where it isn't yet. */
  readonly failing: { readonly from: number; readonly until: number | null } | null;
  /** Why it is rework; null where it isn't. */
  readonly rework: string | null;
  /** From each commit to its first run in production, in milliseconds. */
  readonly leads: readonly number[];
}

const hour = 3_600_000;
/** An incident that only names a service is charged to a deployment of at most so long before. */
const chargedWithinHours = 24;

/**
 * The deployments that incidents are charged to. One that somebody named is; else the newest
 * deployment of a repository from which the incident's service is built, where it succeeded in the
 * day before. Never one of another service, however recent.
 */
export function chargeIncidents(
  deployments: readonly DeploymentFact[],
  incidents: readonly IncidentFact[],
): Map<string, IncidentFact[]> {
  const newestFirst = deployments
    .filter(({ succeededAt }) => succeededAt !== null)
    .toSorted((one, other) => (other.succeededAt ?? 0) - (one.succeededAt ?? 0));
  const charged = new Map<string, IncidentFact[]>();
  for (const incident of incidents) {
    const id =
      incident.deployment ??
      newestFirst.find(
        ({ succeededAt, services }) =>
          succeededAt !== null &&
          succeededAt <= incident.openedAt &&
          incident.openedAt - succeededAt <= chargedWithinHours * hour &&
          services.some((service) => incident.services.includes(service)),
      )?.id;
    if (id === undefined) continue;
    const present = charged.get(id);
    if (present) present.push(incident);
    else charged.set(id, [incident]);
  }
  return charged;
}

const least = (...values: readonly (number | null | undefined)[]) => {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length === 0 ? null : Math.min(...known);
};

/**
 * Says of each deployment to production what it counts as. Left out is what put nothing else in
 * place: a deployment of the commit that ran there already, and one that neither succeeded nor
 * failed (cancelled, waiting, under way).
 */
export function judgeDeployments(
  deployments: readonly DeploymentFact[],
  incidents: readonly IncidentFact[],
): Judged[] {
  const charged = chargeIncidents(deployments, incidents);
  const places = Map.groupBy(deployments, ({ place }) => place);
  const seen = new Set<string>();
  return deployments
    .flatMap((fact) => {
      const endedAt = fact.succeededAt ?? fact.firstFailedAt ?? fact.rolledBackAt;
      return fact.repeats || endedAt === null ? [] : { fact, endedAt };
    })
    .toSorted((one, other) => one.endedAt - other.endedAt)
    .map(({ fact, endedAt }) => {
      const own = charged.get(fact.id) ?? [];
      const inPlace = places.get(fact.place) ?? [];
      const failing = failingOf(fact, own, inPlace);
      return {
        fact,
        endedAt,
        succeeded: fact.succeededAt !== null,
        failed: failing !== null,
        failing,
        rework: fact.succeededAt === null ? null : reworkOf(fact, inPlace, charged),
        leads: leadsOf(fact, seen),
      };
    });
}

/**
 * A deployment failed where it did not succeed, was rolled back, or is charged with an incident:
 * once, however often. A step that failed and passed when it ran again is no failed deployment.
 */
function failingOf(
  fact: DeploymentFact,
  incidents: readonly IncidentFact[],
  inPlace: readonly DeploymentFact[],
): Judged['failing'] {
  const broke = fact.succeededAt === null || fact.rolledBackAt !== null;
  if (!broke && incidents.length === 0) return null;
  const from =
    least(
      fact.succeededAt === null ? fact.firstFailedAt : null,
      broke ? fact.rollbackStartedAt : null,
      ...incidents.map(({ openedAt }) => openedAt),
    ) ??
    fact.rolledBackAt ??
    fact.requestedAt;
  const ends: (number | null)[] = [];
  if (broke) {
    const next = inPlace.flatMap(({ id, succeededAt }) =>
      id !== fact.id && succeededAt !== null && succeededAt > from ? succeededAt : [],
    );
    ends.push(least(fact.rolledBackAt, ...next));
  }
  ends.push(...incidents.map(({ resolvedAt }) => resolvedAt));
  const over = ends.filter((end) => end !== null);
  return { from, until: over.length === ends.length ? Math.max(...over) : null };
}

/** Why a deployment that succeeded was not planned but made necessary by production. */
function reworkOf(
  fact: DeploymentFact,
  inPlace: readonly DeploymentFact[],
  charged: ReadonlyMap<string, readonly IncidentFact[]>,
): string | null {
  if (fact.hotfix) return 'It is a hotfix.';
  if (fact.restores) return 'It brought an earlier version back.';
  const before = inPlace
    .filter(({ id, requestedAt }) => id !== fact.id && requestedAt < fact.requestedAt)
    .toSorted((one, other) => other.requestedAt - one.requestedAt);
  const hurts = before
    .flatMap(({ id }) => charged.get(id) ?? [])
    .some(
      ({ openedAt, resolvedAt }) =>
        openedAt <= fact.requestedAt && (resolvedAt === null || resolvedAt >= fact.requestedAt),
    );
  if (hurts) return 'An incident that a deployment here had caused was open.';
  const last = before.find(
    ({ succeededAt, rolledBackAt, repeats }) =>
      !repeats && (succeededAt !== null || rolledBackAt !== null),
  );
  const rolledBack =
    last !== undefined && last.rolledBackAt !== null && last.rolledBackAt <= fact.requestedAt;
  return rolledBack ? 'The deployment before it was rolled back.' : null;
}

/** The lead times of the commits that a deployment is the first to bring to production. */
function leadsOf(fact: DeploymentFact, seen: Set<string>): number[] {
  const at = fact.succeededAt;
  if (at === null) return [];
  return fact.commits.flatMap((commit) => {
    const key = `${fact.repository} ${commit.sha}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return Math.max(0, at - commit.at);
  });
}

/** The five figures of a period, each with the deployments that it was counted from. */
export interface DoraFigures {
  /** Median hours from commit to production. */
  readonly leadTime: { readonly value: number | null; readonly of: readonly Judged[] };
  /** Deployments a week. */
  readonly frequency: { readonly value: number; readonly of: readonly Judged[] };
  /** Median hours from failing to working again. */
  readonly recovery: { readonly value: number | null; readonly of: readonly Judged[] };
  /** Per cent of deployments that failed. */
  readonly failRate: {
    readonly value: number | null;
    readonly of: readonly Judged[];
    readonly all: number;
  };
  /** Per cent of deployments that production made necessary. */
  readonly reworkRate: {
    readonly value: number | null;
    readonly of: readonly Judged[];
    readonly all: number;
  };
}

const week = 7 * 24 * hour;

/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const high = sorted[middle];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

const round = (value: number) => Math.round(value * 10) / 10;
const hours = (value: number | null) => (value === null ? null : round(value / hour));
const share = (some: number, all: number) => (all === 0 ? null : round((100 * some) / all));

/**
 * The figures of [from, to). A deployment counts where it ended; a recovery where the failing was
 * over, since only then its length is known. `until`: how far the period has come, where it isn't
 * over, for the deployments a week.
 */
export function doraFigures(
  judged: readonly Judged[],
  { from, to, until = to }: { from: number; to: number; until?: number },
): DoraFigures {
  const within = (at: number | null | undefined) =>
    at !== null && at !== undefined && at >= from && at < to;
  const ended = judged.filter(({ endedAt }) => within(endedAt));
  const succeeded = ended.filter((one) => one.succeeded);
  const failed = ended.filter((one) => one.failed);
  const rework = succeeded.filter((one) => one.rework !== null);
  const recovered = judged.filter(({ failing }) => within(failing?.until));
  const recoveries = recovered.flatMap(({ failing }) =>
    failing && failing.until !== null ? failing.until - failing.from : [],
  );
  const weeks = (Math.min(until, to) - from) / week;
  return {
    leadTime: {
      value: hours(median(succeeded.flatMap(({ leads }) => leads))),
      of: succeeded.filter(({ leads }) => leads.length > 0),
    },
    frequency: { value: weeks > 0 ? round(succeeded.length / weeks) : 0, of: succeeded },
    recovery: { value: hours(median(recoveries)), of: recovered },
    failRate: { value: share(failed.length, ended.length), of: failed, all: ended.length },
    reworkRate: {
      value: share(rework.length, succeeded.length),
      of: rework,
      all: succeeded.length,
    },
  };
}
