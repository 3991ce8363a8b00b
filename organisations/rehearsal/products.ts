import { call, type Fact, type Moment } from './fact.ts';
import { groups, teamsOf } from './people.ts';
import { periodOf, type Size } from './period.ts';
import { randomOf } from './random.ts';
import { products } from './words.ts';

const measures = [
  {
    key: 'weekly-users',
    title: 'People who come each week',
    unit: 'people',
    direction: 'up',
    begin: 4000,
    growth: 0.011,
  },
  {
    key: 'median-load',
    title: 'Median time to load',
    unit: 'ms',
    direction: 'down',
    begin: 900,
    growth: -0.006,
  },
  {
    key: 'tickets',
    title: 'Tickets per 1,000 people',
    unit: 'tickets',
    direction: 'down',
    begin: 14,
    growth: -0.008,
  },
] as const;

/** The key of a product's metric. */
export const metricKey = (product: string, measure: (typeof measures)[number]['key']) =>
  `metric/${product}/${measure}`;

/** Three products, their features and services, and metrics with a value for each week. */
export function productFacts(size: Size): Fact[] {
  const { workdays } = periodOf(size);
  const first: Moment = { day: workdays[0] ?? size.today, slot: 0 };
  const teams = teamsOf(size);
  const facts: Fact[] = [];
  products.forEach((product, index) => {
    const ownerUnit = `@unit/${groups[index]?.key}`;
    const about = `@product/${product.key}`;
    facts.push(
      call(
        first,
        'head-of-product',
        'catalog.createProduct',
        { body: { title: product.name, summary: product.summary, ownerUnit } },
        { key: `product/${product.key}` },
      ),
      call(
        first,
        'head-of-engineering',
        'catalog.createService',
        {
          body: {
            title: `${product.key}-api`,
            ownerUnit,
            product: about,
            tier: index + 1,
            dataClassification: 'confidential',
          },
        },
        { key: `service/${product.key}` },
      ),
    );
    product.features.forEach((title, at) => {
      const team = teams.find(({ name, product: own }) => own === product && name === title);
      facts.push(
        call(
          first,
          'head-of-product',
          'catalog.createFeature',
          {
            body: {
              title: `${title} of ${product.name}`,
              ownerUnit: team ? `@unit/${team.key}` : ownerUnit,
              product: about,
              state: at < 4 ? 'available' : 'building',
            },
          },
          { key: `feature/${product.key}/${at}` },
        ),
      );
    });
    for (const measure of measures) {
      facts.push(
        call(
          first,
          'product-operations',
          'catalog.createMetric',
          {
            body: {
              title: `${measure.title}, ${product.name}`,
              definition: `${measure.title}, counted every Monday for the week before. All of it is made up.`,
              ownerUnit,
              unit: measure.unit,
              direction: measure.direction,
              target: Math.round(measure.begin * (1 + measure.growth * 60)),
              freshnessDays: 10,
              measures: [about],
            },
          },
          { key: metricKey(product.key, measure.key) },
        ),
      );
    }
  });
  return [...facts, ...weeklyValues(size)];
}

function weeklyValues(size: Size): Fact[] {
  const random = randomOf(size.seed, 'metrics');
  const mondays = periodOf(size).workdays.filter(
    (day) => Temporal.PlainDate.from(day).dayOfWeek === 1,
  );
  return mondays.map((day, week) =>
    call({ day, slot: 1 }, 'product-operations', 'catalog.recordMetricValues', {
      body: {
        values: products.flatMap(({ key }, index) =>
          measures.map((measure) => ({
            metric: `@${metricKey(key, measure.key)}`,
            on: day,
            value: Math.round(
              measure.begin *
                (1 - index * 0.2) *
                (1 + measure.growth * week) *
                (0.95 + random.next() * 0.1),
            ),
          })),
        ),
      },
    }),
  );
}
