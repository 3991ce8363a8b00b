/** A commit that came with what failed. */
export interface SuspectCommit {
  readonly sha: string;
  readonly subject: string;
  readonly at: string;
  /** Paths that it touches, and how many they are where not all were kept. */
  readonly files: readonly string[];
  readonly fileCount: number;
  /** The commit that it takes back; null where it takes back none. */
  readonly reverts: string | null;
  readonly flags: readonly string[];
}

/** What failed, as far as it points at commits. */
export interface FailureTrace {
  readonly step: string | null;
  readonly command: string;
  readonly lines: readonly string[];
  readonly class: string;
}

/** A commit with how suspicious it is, from 0 to 100, and why. */
export interface Suspicion {
  readonly sha: string;
  readonly score: number;
  readonly reasons: readonly string[];
}

const migrationPath =
  /(?:^|\/)(?:migrations?|migrate|db\/changes|flyway|liquibase|alembic)\/|\.(?:up|down)\.sql$|(?:^|\/)schema\.(?:sql|prisma|rb)$/i;
const configurationPath =
  /(?:^|\/)(?:\.env[\w.-]*|dockerfile[\w.-]*|docker-compose[\w.-]*|chart\.ya?ml|values[\w.-]*\.ya?ml|[\w.-]*config[\w.-]*)$|(?:^|\/)(?:helm|k8s|kubernetes|deploy|terraform|config)\//i;
const dependencyPath =
  /(?:^|\/)(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|go\.(?:mod|sum)|cargo\.(?:toml|lock)|gemfile(?:\.lock)?|requirements[\w.-]*\.txt|poetry\.lock|pom\.xml|build\.gradle(?:\.kts)?)$/i;
const pipelinePath = /(?:^|\/)\.throughline\//;

/** Whether a path is a migration of a database. */
export function isMigrationPath(path: string): boolean {
  return migrationPath.test(path);
}

const large = 20;
const mostReasons = 5;

/** Words of a text that may name a part of a program: from four letters on they tell something. */
function words(text: string): Set<string> {
  return new Set(
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length >= 4 && !common.has(word)),
  );
}

const common: ReadonlySet<string> = new Set(
  'error errors failed failure with from that this have been were then when into over line test tests step main src index exit code command cannot could found exist exists does true false null undefined file files http https node modules usr home work deploy deployment build release'.split(
    ' ',
  ),
);

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/**
 * Ranks the commits that came with what failed, the most suspicious first. Points are added up: a
 * file that the log names weighs most, then what the failing step is about, then kinds of files that
 * break deployments more often than others, a revert, size and how late it came.
 */
export function rankSuspects(suspects: readonly SuspectCommit[], trace: FailureTrace): Suspicion[] {
  const log = trace.lines.join('\n').toLowerCase();
  const about = words(`${trace.step ?? ''} ${trace.command}`);
  const newest = suspects.length;
  return suspects
    .map((suspect, position) => {
      const points: [number, string][] = [];
      const named = suspect.files.find((path) => {
        const name = nameOf(path).toLowerCase();
        return name.length >= 5 && log.includes(name);
      });
      if (named !== undefined)
        points.push([45, `The log names ${nameOf(named)}, which it touches.`]);
      const touching = suspect.files.find((path) =>
        [...words(path)].some((word) => about.has(word)),
      );
      if (touching !== undefined && trace.step !== null)
        points.push([20, `“${trace.step}” is about ${touching}, which it touches.`]);
      const said = [...words(suspect.subject)].find((word) => log.includes(word));
      if (said !== undefined && named === undefined)
        points.push([10, `The log and its subject both speak of “${said}”.`]);
      const migration = suspect.files.find(isMigrationPath);
      if (migration !== undefined)
        points.push([
          trace.class === 'migration' ? 40 : 20,
          `It brings the migration ${nameOf(migration)}.`,
        ]);
      const pipeline = suspect.files.find((path) => pipelinePath.test(path));
      if (pipeline !== undefined) points.push([25, 'It changes the pipeline itself.']);
      const configuration = suspect.files.find((path) => configurationPath.test(path));
      if (configuration !== undefined)
        points.push([15, `It changes configuration: ${nameOf(configuration)}.`]);
      const dependency = suspect.files.find((path) => dependencyPath.test(path));
      if (dependency !== undefined)
        points.push([12, `It changes dependencies: ${nameOf(dependency)}.`]);
      if (suspect.reverts !== null)
        points.push([8, `It takes ${suspect.reverts.slice(0, 8)} back.`]);
      if (suspect.flags.length > 0) points.push([5, `It brings the flag ${suspect.flags[0]}.`]);
      if (suspect.fileCount >= large) points.push([8, `It is large: ${suspect.fileCount} files.`]);
      // The last commit before a failure is a little more suspicious than the first.
      const late = newest > 1 ? Math.round((10 * (newest - 1 - position)) / (newest - 1)) : 10;
      if (late >= 8 && newest > 1) points.push([late, 'It is among the last that came.']);
      else points.push([late, '']);
      const score = Math.min(
        100,
        points.reduce((sum, [weight]) => sum + weight, 0),
      );
      const reasons = points
        .filter(([, says]) => says !== '')
        .toSorted(([one], [other]) => other - one)
        .map(([, says]) => says)
        .slice(0, mostReasons);
      return {
        sha: suspect.sha,
        score,
        reasons:
          reasons.length > 0
            ? reasons
            : [
                newest === 1
                  ? 'It is the only one that came.'
                  : 'Nothing points at it in particular.',
              ],
      };
    })
    .toSorted((one, other) => other.score - one.score);
}
