import { call, wait, type Fact, type Moment } from './fact.ts';
import { initiativesOf, type Initiative } from './initiatives.ts';
import { groups } from './people.ts';
import { periodOf, type Size } from './period.ts';
import { metricKey } from './products.ts';
import { randomOf } from './random.ts';
import { sprintsOf } from './stories.ts';
import { customers, sayings } from './words.ts';

const segments = [
  'general-contractor',
  'project-owner',
  'specialty-contractor',
  'partner',
] as const;

/** Accounts, and what their people say. */
export function voiceFacts(size: Size): Fact[] {
  const { workdays } = periodOf(size);
  const random = randomOf(size.seed, 'voices');
  const ownerUnit = '@unit/product-and-design';
  const accounts = customers.map((title, index) =>
    call(
      { day: workdays[0] ?? '', slot: 1 },
      'product-operations',
      'engagement.createAccount',
      {
        body: {
          title: `${title} (fictional)`,
          ownerUnit,
          segment: segments[index % segments.length] ?? 'partner',
          tier: (index % 3) + 1,
          annualValue: random.between(20, 400) * 1000,
          externalKey: `account-${index + 1}`,
          restricted: false,
        },
      },
      { key: `account/${index}` },
    ),
  );
  const each = Math.max(1, Math.round(size.people / 150));
  const heard = workdays.slice(1).flatMap((day, at) =>
    Array.from({ length: each }, (_, index): Fact[] => {
      const saying = random.pick(sayings);
      const key = `feedback/${at}/${index}`;
      const account = random.between(0, customers.length - 1);
      const product = random.pick(['tallybridge', 'stonewick', 'fieldlark'] as const);
      const later = workdays[at + 1 + random.between(1, 5)];
      const said = call(
        { day, slot: 2 },
        'product-operations',
        'engagement.createFeedback',
        {
          body: {
            verbatim: saying.says,
            rating: saying.rating,
            heardAt: random.pick(['in-app', 'meeting', 'other'] as const),
            account: `@account/${account}`,
            segment: segments[account % segments.length] ?? 'partner',
            themes: [saying.theme],
            about: [`@feature/${product}/${random.between(0, 5)}`],
          },
        },
        { key },
      );
      if (later === undefined || !random.chance(0.7)) return [said];
      return [
        said,
        call(
          { day: later, slot: 1 },
          'product-operations',
          'engagement.changeFeedback',
          { params: { id: `@${key}` }, body: { state: 'triaged' } },
          { revision: true },
        ),
      ];
    }).flat(),
  );
  return [...accounts, ...heard];
}

/** The share of people, in thousandths of a percent, to whom a flag shows the feature. */
function shares(share: number) {
  return {
    on: true,
    offVariation: 1,
    fallthrough: {
      rollout: {
        variations: [
          { variation: 0, weight: share },
          { variation: 1, weight: 100_000 - share },
        ],
      },
    },
  };
}

function flagFacts(initiative: Initiative, number: number): Fact[] {
  const flag = `flag/${number}`;
  const on = (stage: Initiative['stages'][number]['stage']) =>
    initiative.stages.find((one) => one.stage === stage)?.day;
  const building = on('building');
  if (building === undefined) return [];
  const params = { id: `@${flag}`, environment: '@environment/production' };
  const ramp = (day: string | undefined, share: number): Fact[] =>
    day === undefined
      ? []
      : [
          call(
            { day, slot: 1 },
            'head-of-product',
            'flags.setFlagConfiguration',
            { params, body: shares(share) },
            { key: `${flag}/production`, revision: true },
          ),
        ];
  return [
    call(
      { day: building, slot: 2 },
      'head-of-product',
      'flags.createFlag',
      {
        body: {
          key: `rehearsal-${number}`,
          title: initiative.title,
          ownerUnit: `@unit/${initiative.team.key}`,
          clientSide: true,
          gates: [`@${initiative.key}`],
        },
      },
      { key: flag },
    ),
    ...ramp(on('rolling-out'), 5_000),
    ...ramp(on('launched'), 50_000),
    ...ramp(on('measuring'), 100_000),
  ];
}

function launchFacts(size: Size, initiative: Initiative, number: number): Fact[] {
  const day = (stage: Initiative['stages'][number]['stage']) =>
    initiative.stages.find((one) => one.stage === stage)?.day;
  const rolling = day('rolling-out');
  const launched = day('launched');
  if (rolling === undefined) return [];
  const group = groups.findIndex(({ key }) => key === initiative.team.group);
  const product = initiative.team.product.key;
  const repository = `${product}-api`;
  const sprint = sprintsOf(size).findLastIndex((days) => (days.at(-1) ?? '') < rolling);
  if (sprint < 0 || group < 0) return [];
  const launch = `launch/${number}`;
  const notification = `notification/${number}`;
  const ownerUnit = `@unit/${initiative.team.key}`;
  const deployment = `@deployment/${repository}/${sprint}/production`;
  const plan: Moment = { day: rolling, slot: 2 };
  const facts: Fact[] = [
    call(
      plan,
      'head-of-design',
      'delivery.createDesignRelease',
      {
        body: {
          title: `${initiative.title}, as designed`,
          ownerUnit,
          designs: `@${initiative.key}`,
          file: `https://design.quarrymoor.example/${number}`,
          version: '1',
          checklist: [{ text: 'Text contrast is at least 4.5 to 1', result: 'met' }],
        },
      },
      { key: `design/${number}` },
    ),
    call(
      plan,
      'head-of-design',
      'delivery.approveDesignRelease',
      { params: { id: `@design/${number}` }, body: { verdict: 'approved' } },
      { revision: true },
    ),
    call(
      plan,
      'head-of-product',
      'launch.createLaunch',
      {
        body: {
          title: `${initiative.title}, for everybody`,
          ownerUnit,
          targetOn: launched ?? Temporal.PlainDate.from(rolling).add({ days: 30 }).toString(),
          answers: {
            reach: 2,
            'change-of-habit': 2,
            'commercial-weight': 1,
            'market-movement': 1,
            'readiness-of-others': 1,
            'cost-of-failure': 1,
          },
          launches: [`@${initiative.key}`],
          uses: [`@flag/${number}`],
          carriedBy: [deployment],
          measuredBy: [`@${metricKey(product, 'weekly-users')}`],
        },
      },
      { key: launch },
    ),
    call(
      plan,
      'head-of-product',
      'notify.createNotification',
      {
        body: {
          title: initiative.title,
          body: 'Made up, as everything here: **try it**.',
          ownerUnit,
          environment: '@environment/production',
          flag: { flag: `@flag/${number}`, variation: 0 },
          feedbackQuestion: 'Does it fit how you work?',
          announces: [`@${initiative.key}`, `@${launch}`],
        },
      },
      { key: notification },
    ),
    call(
      plan,
      'head-of-product',
      'notify.submitNotification',
      { params: { id: `@${notification}` } },
      { key: notification },
    ),
    call(
      plan,
      'product-operations',
      'notify.approveNotification',
      { params: { id: `@${notification}` }, body: {} },
      { revision: true },
    ),
    { does: 'confirm', ...plan, by: 'head-of-product', launch },
  ];
  if (launched === undefined) return facts;
  const then: Moment = { day: launched, slot: 2 };
  return [
    ...facts,
    call(then, 'head-of-product', 'notify.publishNotification', {
      params: { id: `@${notification}` },
    }),
    wait(then, 'notify.getNotification', notification, 'state', ['live', 'held', 'scheduled']),
  ];
}

/** Flags ramp with their initiatives; one in four is launched with everything that goes with it. */
export function marketFacts(size: Size): Fact[] {
  return initiativesOf(size).flatMap((initiative, number) => [
    ...flagFacts(initiative, number),
    ...(number % 4 === 0 ? launchFacts(size, initiative, number) : []),
  ]);
}
