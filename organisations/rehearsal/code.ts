import { call, wait, type Fact, type Moment } from './fact.ts';
import { initiativesOf, type Initiative } from './initiatives.ts';
import { instantOf, periodOf, type Size } from './period.ts';
import { randomOf, type Random } from './random.ts';
import { sprintsOf } from './stories.ts';
import { testReports } from './test-reports.ts';
import { products, things, verbs } from './words.ts';

/** The repositories of the products. */
export const repositories = products.map(({ key }) => `${key}-api`);

/** One release in so many fails its gate in production. */
const failsOneIn = 6;

const pipelinePath = '.throughline/pipeline.yaml';

const gate = (address: string) => `${address}/healthz`;

function pipeline(address: string, fails: boolean): string {
  const smoke = fails ? `${address}/api/no-such-smoke-test` : gate(address);
  return `# Every address here is the rehearsal's own server: nothing is really deployed.
version: 1
steps:
  - { name: Answers, http: "${gate(address)}", timeout: 60s, interval: 5s }
environments:
  production:
    steps:
      - { name: Canary answers, http: "${gate(address)}", timeout: 60s, interval: 5s }
      - { name: Ship it, approve: "Does the canary look well enough for everybody?" }
      - { name: Smoke test, http: "${smoke}", timeout: 60s, interval: 5s }
    rollback:
      - { name: The version before answers, http: "${gate(address)}", timeout: 60s, interval: 5s }
`;
}

/**
 * Builds what `git fast-import` reads. `begins` for a new repository; otherwise it goes on from what
 * `main` is. Commits are half a minute apart, in the hour before a moment.
 */
function fastImport(at: Temporal.Instant, begins = false) {
  const seconds = Math.floor(at.epochMilliseconds / 1000) - 3600;
  const lines: string[] = [];
  let mark = 0;
  let main = begins ? undefined : 'refs/heads/main^0';
  const data = (text: string) => `data <<END-OF-TEXT\n${text}\nEND-OF-TEXT`;
  const write = (branch: string, message: string, author: string, file: File, merged?: string) => {
    mark += 1;
    const address = author.toLowerCase().replaceAll(' ', '.');
    const who = `${author} <${address}@quarrymoor.example> ${seconds + mark * 30} +0000`;
    lines.push(`commit refs/heads/${branch}`, `mark :${mark}`, `author ${who}`, `committer ${who}`);
    lines.push(data(message));
    if (main !== undefined) lines.push(`from ${main}`);
    if (merged !== undefined) lines.push(`merge ${merged}`);
    lines.push(`M 100644 inline ${file.path}`, data(file.text), '');
    return `:${mark}`;
  };
  return {
    /** A commit on `main`. */
    commit(message: string, author: string, file: File) {
      main = write('main', message, author, file);
    },
    /** A commit on a branch of its own, merged. */
    merge(branch: string, message: string, author: string, file: File) {
      const tip = write(branch, message, author, file);
      main = write('main', `Merge ${branch}`, author, file, tip);
    },
    stream: () => `${lines.join('\n')}\n`,
  };
}

interface File {
  readonly path: string;
  readonly text: string;
}

const authors = [
  'Corina Marlabrook',
  'Dovewyn Kestanshaw',
  'Galila Thornafford',
  'Jorovan Wendacott',
];

function work(
  random: Random,
  push: ReturnType<typeof fastImport>,
  sprint: number,
  initiatives: readonly string[],
) {
  const count = random.between(4, 9);
  for (let index = 0; index < count; index++) {
    const title = `${random.pick(verbs).toLowerCase()} ${random.pick(things)}`;
    const author = random.pick(authors);
    const initiative =
      random.chance(0.5) && initiatives.length > 0 ? random.pick(initiatives) : undefined;
    const branch = `feature/${initiative ? `{${initiative}}-` : ''}${sprint}-${index}`;
    const kind = index === 0 || random.chance(0.4) ? 'feat' : 'fix';
    push.merge(branch, `${kind}: ${title}`, author, {
      path: `src/${sprint}-${index}.txt`,
      text: title,
    });
  }
}

function releaseFacts(
  repository: string,
  sprint: number,
  last: Moment,
  next: Moment | undefined,
  fails: boolean,
): Fact[] {
  const release = `release/${repository}/${sprint}`;
  const staging = `deployment/${repository}/${sprint}/staging`;
  const production = `deployment/${repository}/${sprint}/production`;
  const params = { id: `@${production}` };
  const by = 'head-of-engineering';
  const facts: Fact[] = [
    call(
      last,
      by,
      'release.cutRelease',
      { body: { repository: `@repository/${repository}` } },
      { key: release },
    ),
    wait(last, 'release.getRelease', release, 'state', ['cut']),
    call(
      last,
      by,
      'release.deployRelease',
      { body: { release: `@${release}`, environment: '@environment/staging' } },
      { key: staging },
    ),
    wait(last, 'release.getDeployment', staging, 'state', ['succeeded']),
    call(
      last,
      by,
      'release.deployRelease',
      { body: { release: `@${release}`, environment: '@environment/production' } },
      { key: production },
    ),
    wait(last, 'release.getDeployment', production, 'state', ['approving']),
    call(last, by, 'release.approveStep', { params, body: { note: 'The canary looks well.' } }),
  ];
  if (!fails) {
    return [
      ...facts,
      wait(last, 'release.getDeployment', production, 'state', ['succeeded']),
      call(last, by, 'release.reportHealth', {
        params,
        body: { state: 'healthy', says: 'Error rate and latency are as before.', seconds: 86_400 },
      }),
    ];
  }
  if (!next) return facts;
  const incident = `incident/${repository}/${sprint}`;
  const about = { id: `@${incident}` };
  return [
    ...facts,
    wait(next, 'release.getDeployment', production, 'state', ['failed']),
    call(
      next,
      by,
      'operations.openIncident',
      {
        body: {
          title: `${repository} answers slowly after a release`,
          ownerUnit: `@unit/${repository.replace(/-api$/, '-engineering')}`,
          severity: 2,
          service: `@service/${repository.replace(/-api$/, '')}`,
          deployment: `@${production}`,
        },
      },
      { key: incident },
    ),
    call(next, by, 'release.rollBack', {
      params,
      body: { reason: 'The smoke test finds no answer.' },
    }),
    call(next, by, 'operations.addIncidentNote', {
      params: about,
      body: { text: 'Rolling back to the version before.' },
    }),
    wait(next, 'release.getDeployment', production, 'state', ['rolled-back']),
    call(next, by, 'operations.resolveIncident', {
      params: about,
      body: { cause: 'A route was renamed, its caller was not.' },
    }),
    call(
      next,
      by,
      'operations.draftPostmortem',
      { params: about },
      { key: `postmortem/${repository}/${sprint}` },
    ),
    call(
      next,
      by,
      'operations.movePostmortem',
      { params: { id: `@postmortem/${repository}/${sprint}` }, body: { to: 'in-review' } },
      { revision: true },
    ),
  ];
}

const beforeOf = (initiatives: readonly Initiative[], product: string, day: string) =>
  initiatives
    .filter(({ team, begins }) => team.product.key === product && begins < day)
    .map(({ key }) => key)
    .slice(-6);

/**
 * Each product has a repository. At the end of a sprint its commits are there, a release is cut and
 * deployed; one in six fails in production, is rolled back, and leaves an incident.
 */
export function codeFacts(size: Size, address: string): Fact[] {
  const sprints = sprintsOf(size);
  const { workdays } = periodOf(size);
  const initiatives = initiativesOf(size);
  return products.flatMap((product, index) => {
    const repository = `${product.key}-api`;
    const random = randomOf(size.seed, `code ${repository}`);
    const begin: Moment = { day: workdays[0] ?? size.today, slot: 0 };
    const first = fastImport(instantOf(begin), true);
    first.commit('chore: begin the service', authors[0] ?? '', {
      path: pipelinePath,
      text: pipeline(address, false),
    });
    const facts: Fact[] = [
      { does: 'push', ...begin, by: 'administrator', repository, stream: first.stream() },
      call(
        begin,
        'administrator',
        'release.connectRepository',
        {
          body: {
            address: `@folder/${repository}`,
            title: repository,
            ownerUnit: `@unit/${product.key}-engineering`,
          },
        },
        { key: `repository/${repository}` },
      ),
      wait(begin, 'release.getRepository', `repository/${repository}`, 'state', ['connected']),
    ];
    sprints.forEach((days, sprint) => {
      const last: Moment = { day: days.at(-1) ?? '', slot: 1 };
      const following = workdays[workdays.indexOf(last.day) + 1];
      const next: Moment | undefined =
        following === undefined ? undefined : { day: following, slot: 0 };
      const fails = next !== undefined && (sprint + index * 2) % failsOneIn === failsOneIn - 1;
      const push = fastImport(instantOf(last));
      push.commit(`chore: ${fails ? 'another' : 'the usual'} smoke test`, authors[1] ?? '', {
        path: pipelinePath,
        text: pipeline(address, fails),
      });
      work(random, push, sprint, beforeOf(initiatives, product.key, last.day));
      facts.push(
        {
          does: 'push',
          ...last,
          by: 'administrator',
          repository,
          stream: push.stream(),
          reports: testReports(random),
        },
        ...releaseFacts(repository, sprint, last, next, fails),
      );
    });
    return facts;
  });
}
