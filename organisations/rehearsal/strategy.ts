import { call, type Fact, type Voice } from './fact.ts';
import { leadsOf, teamsOf, type Team } from './people.ts';
import { periodOf, type Period, type Size } from './period.ts';
import { randomOf, type Random } from './random.ts';
import { products } from './words.ts';

/** What no objective may be bought with: it checks itself in by what the stories say. */
const guardrail = {
  title: 'Half of the stories are done within 10 days',
  unit: 'days',
  baseline: 10,
  target: 10,
  direction: 'down',
  guardrail: true,
} as const;

/** A fiscal quarter, as far as it lies behind today. */
interface Quarter {
  readonly year: number;
  readonly number: number;
  readonly key: string;
  /** The working day on which its objectives are set, and the one on which they are graded. */
  readonly opens: string;
  readonly closes: string | undefined;
  /** Its Mondays: the days of check-ins. */
  readonly mondays: readonly string[];
}

/** The quarters of the calendar year that the period touches, oldest first. */
export function quartersOf(period: Period): Quarter[] {
  const quarters: Quarter[] = [];
  let start = period.from.with({ month: Math.floor((period.from.month - 1) / 3) * 3 + 1, day: 1 });
  for (; Temporal.PlainDate.compare(start, period.today) < 0; start = start.add({ months: 3 })) {
    const end = start.add({ months: 3 });
    const opens = period.workdayFrom(start);
    if (opens === undefined || opens >= end.toString()) continue;
    const number = (start.month + 2) / 3;
    quarters.push({
      year: start.year,
      number,
      key: `${start.year}-q${number}`,
      opens,
      closes: period.workdayFrom(end),
      mondays: period.workdays.filter(
        (day) =>
          day > opens && day < end.toString() && Temporal.PlainDate.from(day).dayOfWeek === 1,
      ),
    });
  }
  return quarters;
}

const aims = [
  { title: 'First answer within', unit: 'minutes', baseline: 90, target: 30, direction: 'down' },
  {
    title: 'Share of flows without a detour',
    unit: '%',
    baseline: 40,
    target: 70,
    direction: 'up',
  },
  {
    title: 'Accounts that use it every week',
    unit: 'accounts',
    baseline: 120,
    target: 240,
    direction: 'up',
  },
] as const;

/** Key results of each objective of a team. */
export const keyResultsEach = aims.length;

function planFacts(year: number, opens: string): Fact[] {
  const at = { day: opens, slot: 0 } as const;
  const plan = `plan/${year}`;
  return [
    call(
      at,
      'head-of-pt',
      'strategy.createPlan',
      {
        body: {
          title: `Fiscal year ${year} (fictional)`,
          ownerUnit: '@unit/product-and-technology',
          fiscalYear: year,
        },
      },
      { key: plan },
    ),
    ...products.map(({ key, name, theme }) =>
      call(
        at,
        'head-of-pt',
        'strategy.createPriority',
        { body: { title: `${name}: the first choice for ${theme}`, plan: `@${plan}` } },
        { key: `priority/${year}/${key}` },
      ),
    ),
    call(
      { day: opens, slot: 1 },
      'head-of-pt',
      'strategy.adoptPlan',
      { params: { id: `@${plan}` } },
      { revision: true },
    ),
  ];
}

/** How far a key result is after some weeks: a way of its own, with setbacks. */
function course(random: Random, weeks: number): number[] {
  const reaches = 0.3 + random.next() * 0.8;
  return Array.from({ length: weeks }, (_, week) =>
    Math.max(0, ((week + 1) / Math.max(1, weeks)) * reaches + (random.next() - 0.5) * 0.12),
  );
}

const rounded = (share: number) => Math.round(share * 100) / 100;

/** Closes an objective on the day on which its quarter is graded. */
function closing(objective: string, by: Voice, day: string, slot: 0 | 1, grade: number): Fact {
  return call(
    { day, slot },
    by,
    'strategy.changeObjective',
    { params: { id: `@${objective}` }, body: { state: 'closed', grade } },
    { revision: true },
  );
}

/**
 * A team's objective of a quarter, whose key results its lead owns, with their check-ins, and the
 * grade that it closes with.
 */
function teamFacts(
  size: Size,
  team: Team,
  lead: string | undefined,
  quarter: Quarter,
): { facts: Fact[]; grade: number } {
  const random = randomOf(size.seed, `okr ${team.key} ${quarter.key}`);
  const objective = `objective/${quarter.key}/${team.key}`;
  const opens = { day: quarter.opens, slot: 1 } as const;
  const by: Voice = 'head-of-engineering';
  const facts: Fact[] = [
    call(
      opens,
      by,
      'strategy.createObjective',
      {
        body: {
          title: `${team.name} is a pleasure, Q${quarter.number} ${quarter.year}`,
          ownerUnit: `@unit/${team.key}`,
          commitment: random.chance(0.7) ? 'committed' : 'aspirational',
          fiscalYear: quarter.year,
          quarter: quarter.number,
          serves: [{ to: `@objective/${quarter.key}/${team.product.key}` }],
        },
      },
      { key: objective },
    ),
  ];
  const reached = aims.map((aim, index) => {
    const key = `${objective}/${index}`;
    facts.push(
      call(
        opens,
        by,
        'strategy.createKeyResult',
        {
          body: {
            ...aim,
            title: `${aim.title}: ${aim.target} ${aim.unit}`,
            objective: `@${objective}`,
            ...(lead ? { owner: `@person/${lead}` } : {}),
          },
        },
        { key },
      ),
    );
    const way = course(random, quarter.mondays.length);
    quarter.mondays.forEach((day, week) => {
      const share = way[week] ?? 0;
      const expected = (week + 1) / quarter.mondays.length;
      const behind = expected - share;
      facts.push(
        call({ day, slot: 1 }, by, 'strategy.checkIn', {
          params: { id: `@${key}` },
          body: {
            value: Math.round((aim.baseline + (aim.target - aim.baseline) * share) * 10) / 10,
            confidence: Math.max(1, Math.min(9, Math.round(7 - behind * 10))),
            status: behind > 0.35 ? 'off-track' : behind > 0.15 ? 'at-risk' : 'on-track',
            comment: behind > 0.35 ? 'We wait for another team.' : '',
          },
        }),
      );
    });
    return Math.min(1, way.at(-1) ?? 0);
  });
  facts.push(
    call(opens, by, 'strategy.createKeyResult', {
      body: {
        ...guardrail,
        objective: `@${objective}`,
        ...(lead ? { owner: `@person/${lead}` } : {}),
        insight: {
          insight: 'delivery.cycle-time',
          parameters: { unit: `@unit/${team.key}` },
          figure: 'median',
        },
      },
    }),
  );
  const grade = rounded(reached.reduce((sum, one) => sum + one, 0) / reached.length);
  if (quarter.closes !== undefined) facts.push(closing(objective, by, quarter.closes, 0, grade));
  return { facts, grade };
}

/** A product's objective of a quarter, which closes with the mean of its teams' grades. */
function productFacts(
  { key, name }: (typeof products)[number],
  quarter: Quarter,
  ofTeams: readonly { readonly team: Team; readonly grade: number }[],
): Fact[] {
  const by: Voice = 'head-of-product';
  const objective = `objective/${quarter.key}/${key}`;
  const grades = ofTeams.filter(({ team }) => team.product.key === key).map(({ grade }) => grade);
  const opened = call(
    { day: quarter.opens, slot: 0 },
    by,
    'strategy.createObjective',
    {
      body: {
        title: `${name} is worth its price, Q${quarter.number} ${quarter.year}`,
        ownerUnit: '@unit/product-and-technology',
        commitment: 'committed',
        fiscalYear: quarter.year,
        quarter: quarter.number,
        serves: [{ to: `@priority/${quarter.year}/${key}` }],
      },
    },
    { key: objective },
  );
  if (quarter.closes === undefined || grades.length === 0) return [opened];
  const mean = rounded(grades.reduce((sum, one) => sum + one, 0) / grades.length);
  return [opened, closing(objective, by, quarter.closes, 1, mean)];
}

/** Plans, priorities, and objectives of each quarter with weekly check-ins and a grade. */
export function strategyFacts(size: Size): Fact[] {
  const period = periodOf(size);
  const quarters = quartersOf(period);
  const years = [...new Set(quarters.map(({ year }) => year))];
  const teams = teamsOf(size);
  const leads = leadsOf(size);
  return [
    ...years.flatMap((year) =>
      planFacts(year, quarters.find((quarter) => quarter.year === year)?.opens ?? ''),
    ),
    ...quarters.flatMap((quarter) => {
      const ofTeams = teams.map((team) => ({
        team,
        ...teamFacts(size, team, leads.get(team.key), quarter),
      }));
      return [
        ...products.flatMap((product) => productFacts(product, quarter, ofTeams)),
        ...ofTeams.flatMap(({ facts }) => facts),
      ];
    }),
  ];
}
