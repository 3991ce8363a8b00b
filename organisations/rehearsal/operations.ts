import { call, type Fact, type Moment } from './fact.ts';
import { groups } from './people.ts';
import { periodOf, type Size } from './period.ts';
import { randomOf } from './random.ts';
import { products } from './words.ts';

/** Error budgets look so many days back. */
const windowDays = 28;
/** Every so many working days something underneath is changed. */
const changeEvery = 20;

const weaknesses = [
  ['Tokens stand in the log', 'high', 'src/log.ts:12'],
  ['A library with a known flaw', 'medium', 'package-lock.json'],
  ['Anybody may read thumbnails', 'critical', 'src/images.ts:88'],
] as const;
const undertakings = ['New certificates', 'A larger database', 'Another load balancer'] as const;

/** What is promised of each product's service, and how it was kept in the last four weeks. */
function serviceLevels(size: Size, first: Moment): Fact[] {
  const facts: Fact[] = products.flatMap(({ key, name }, index) => [
    call(
      first,
      'product-operations',
      'catalog.createMetric',
      {
        body: {
          title: `Requests answered, ${name}`,
          definition: 'The share of requests that were answered in time, each day. All made up.',
          ownerUnit: `@unit/${groups[index]?.key}`,
          unit: '%',
          direction: 'up',
          freshnessDays: 10,
        },
      },
      { key: `metric/${key}/answered` },
    ),
    call(
      first,
      'head-of-engineering',
      'operations.createSlo',
      {
        body: {
          title: `${name} answers`,
          service: `@service/${key}`,
          objective: 99.5,
          window: { kind: 'rolling', days: windowDays },
          indicator: { kind: 'share', metric: `@metric/${key}/answered` },
        },
      },
      { key: `slo/${key}` },
    ),
  ]);
  const random = randomOf(size.seed, 'service levels');
  const days = periodOf(size).workdays.slice(-windowDays);
  const values = days.map((day) =>
    call({ day, slot: 2 }, 'product-operations', 'catalog.recordMetricValues', {
      body: {
        values: products.map(({ key }) => ({
          metric: `@metric/${key}/answered`,
          on: day,
          // A bad day in a dozen.
          value: random.chance(1 / 12) ? 98 + random.next() : 99.7 + random.next() * 0.3,
        })),
      },
    }),
  );
  return [...facts, ...values];
}

/** A weakness in each product; two are fixed in time, for the last one an exception is asked. */
function findings(size: Size): Fact[] {
  const days = periodOf(size).workdays.slice(-40);
  const found: Moment = { day: days[0] ?? size.today, slot: 1 };
  const later: Moment = { day: days[5] ?? days.at(-1) ?? size.today, slot: 1 };
  return products.flatMap(({ key }, index): Fact[] => {
    const [title, severity, location] = weaknesses[index % weaknesses.length] ?? weaknesses[0];
    const params = { id: `@weakness/${key}` };
    const made = call(
      found,
      'head-of-engineering',
      'operations.createSecurityFinding',
      {
        body: {
          title,
          severity,
          location,
          ownerUnit: `@unit/${key}-engineering`,
          service: `@service/${key}`,
        },
      },
      { key: `weakness/${key}` },
    );
    if (index === products.length - 1) {
      const until = Temporal.PlainDate.from(size.today).add({ days: 30 }).toString();
      const body = { reason: 'The thumbnails move behind the sign-in next month.', until };
      return [
        made,
        call(later, 'head-of-engineering', 'operations.askSecurityException', { params, body }),
      ];
    }
    return [
      made,
      call(
        later,
        'head-of-engineering',
        'operations.settleSecurityFinding',
        { params, body: { as: 'fixed', reason: 'Released.' } },
        { revision: true },
      ),
    ];
  });
}

/** Changes underneath, each planned by one and approved by another; one still to come. */
function changes(size: Size): Fact[] {
  const { workdays } = periodOf(size);
  const random = randomOf(size.seed, 'infrastructure');
  const facts: Fact[] = [];
  for (let at = changeEvery; at + 2 < workdays.length; at += changeEvery) {
    const product = products[(at / changeEvery) % products.length]?.key ?? '';
    const key = `infrastructure/${at}`;
    const on = workdays[at + 2] ?? size.today;
    const moment = (day: string | undefined, slot: Moment['slot']): Moment => ({
      day: day ?? size.today,
      slot,
    });
    const params = { id: `@${key}` };
    const known = { revision: true };
    facts.push(
      call(
        moment(workdays[at], 0),
        'head-of-engineering',
        'operations.planInfrastructureChange',
        {
          body: {
            title: random.pick(undertakings),
            ownerUnit: `@unit/${product}-engineering`,
            risk: random.pick(['low', 'medium', 'high'] as const),
            startsAt: `${on}T00:00:00Z`,
            endsAt: `${on}T23:59:00Z`,
            wayBack: 'What was there before is kept for a week.',
            services: [`@service/${product}`],
          },
        },
        { key },
      ),
      call(
        moment(workdays[at + 1], 0),
        'head-of-pt',
        'operations.approveInfrastructureChange',
        { params, body: {} },
        known,
      ),
      call(
        moment(on, 1),
        'head-of-engineering',
        'operations.moveInfrastructureChange',
        { params, body: { to: 'in-progress' } },
        known,
      ),
      call(
        moment(on, 2),
        'head-of-engineering',
        'operations.moveInfrastructureChange',
        { params, body: { to: random.chance(0.15) ? 'rolled-back' : 'succeeded' } },
        known,
      ),
    );
  }
  const next = Temporal.PlainDate.from(size.today).add({ days: 5 }).toString();
  const [product] = products;
  facts.push(
    call(
      { day: workdays.at(-1) ?? size.today, slot: 0 },
      'head-of-engineering',
      'operations.planInfrastructureChange',
      {
        body: {
          title: 'The database moves to its next version',
          ownerUnit: `@unit/${product?.key}-engineering`,
          risk: 'high',
          startsAt: `${next}T05:00:00Z`,
          endsAt: `${next}T07:00:00Z`,
          wayBack: 'The snapshot of the hour before.',
          services: [`@service/${product?.key}`],
        },
      },
    ),
  );
  return facts;
}

/** How the services of the products run: what is promised, what was found, what is changed. */
export function operationsFacts(size: Size): Fact[] {
  const first: Moment = { day: periodOf(size).workdays[0] ?? size.today, slot: 0 };
  return [...serviceLevels(size, first), ...findings(size), ...changes(size)];
}
