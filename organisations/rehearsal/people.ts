import { stringify } from 'yaml';
import type { Size } from './period.ts';
import { holidaysOf, periodOf, zone } from './period.ts';
import { randomOf } from './random.ts';
import { company, familyNames, givenNames, products } from './words.ts';

/** A team of the fictional organisation. */
export interface Team {
  readonly key: string;
  readonly name: string;
  readonly group: string;
  /** The product that it works on. */
  readonly product: (typeof products)[number];
}

interface Person {
  readonly key: string;
  readonly name: string;
}

/** The four groups of engineering: one for each product, and the platform. */
export const groups = [
  ...products.map(({ key, name }) => ({ key: `${key}-engineering`, name: `${name} Engineering` })),
  { key: 'runtime-platform', name: 'Runtime Platform' },
];

const posts = [
  ['chief-executive', 'company', 'Chief executive', true],
  ['corporate-strategy-lead', 'corporate-strategy', 'Corporate Strategy lead', true],
  ['head-of-pt', 'product-and-technology', 'Head of P&T', true],
  ['chief-of-staff', 'product-and-technology', 'Chief of staff', false],
  ['head-of-engineering', 'engineering', 'Head of Engineering', true],
  ['head-of-product-and-design', 'product-and-design', 'Head of Product and Design', true],
  ['head-of-product', 'product-and-design', 'Head of product', false],
  ['head-of-design', 'product-and-design', 'Head of design', false],
  ['product-operations', 'product-and-design', 'Product operations', false],
  ['design-operations', 'product-and-design', 'Design operations', false],
  ['head-of-dts', 'data-tech-and-security', 'Head of Data Tech and Security', true],
  [
    'head-of-portfolio-and-enablement',
    'portfolio-and-enablement',
    'Head of Portfolio and Enablement',
    true,
  ],
  ...groups.map(({ key, name }) => [`head-of-${key}`, key, `Head of ${name}`, true] as const),
] as const;

/** One team for each dozen people, at least one for each group. */
export function teamsOf({ people }: Size): Team[] {
  const count = Math.max(groups.length, Math.round(people / 12));
  return Array.from({ length: count }, (_, index) => {
    const at = index % groups.length;
    const product = products[at % products.length] ?? products[0];
    const feature = product.features[Math.floor(index / groups.length) % product.features.length];
    const number = Math.floor(index / groups.length / product.features.length) + 1;
    const work =
      at < products.length ? `${feature}` : `Platform ${Math.floor(index / groups.length) + 1}`;
    return {
      key: `team-${index + 1}`,
      name: number > 1 && at < products.length ? `${work} ${number}` : work,
      group: groups[at]?.key ?? '',
      product,
    };
  });
}

/** Everybody who works there, in the order of their names' chance: the first hold the posts. */
export function peopleOf({ people, seed }: Size): Person[] {
  const random = randomOf(seed, 'names');
  const taken = new Map<string, number>();
  return Array.from({ length: people }, () => {
    const name = `${random.pick(givenNames)} ${random.pick(familyNames)}`;
    const slug = name.toLowerCase().replaceAll(' ', '-');
    const number = (taken.get(slug) ?? 0) + 1;
    taken.set(slug, number);
    return number === 1
      ? { key: slug, name }
      : { key: `${slug}-${number}`, name: `${name} ${'I'.repeat(number)}` };
  });
}

/** Where people work who hold no post: most in teams, some in the other parts. */
function unitFor(index: number, teams: readonly Team[]): string {
  const others: Readonly<Record<number, string>> = {
    3: 'product-and-design',
    7: 'data-tech-and-security',
    11: 'product-and-design',
    15: 'portfolio-and-enablement',
    19: index % 40 === 19 ? 'corporate-strategy' : 'data-tech-and-security',
  };
  // Every fourth works elsewhere: teams take turns among the rest, so that none is left without.
  const before = index - Math.floor((index + 1) / 4);
  return others[index % 20] ?? teams[before % teams.length]?.key ?? 'engineering';
}

/** The key of the person who holds a post. */
export function holderOf(size: Size, post: string): string {
  const at = posts.findIndex(([key]) => key === post);
  return peopleOf(size)[at]?.key ?? '';
}

/** Who works where, of those who hold no post. */
function membershipsOf(size: Size): { person: Person; unit: string }[] {
  const teams = teamsOf(size);
  return peopleOf(size)
    .slice(posts.length)
    .map((person, index) => ({ person, unit: unitFor(index, teams) }));
}

/** The key of the person who leads each team that has anybody, by the team's key. */
export function leadsOf(size: Size): ReadonlyMap<string, string> {
  const leads = new Map<string, string>();
  for (const { person, unit } of membershipsOf(size)) {
    if (!leads.has(unit)) leads.set(unit, person.key);
  }
  return leads;
}

/** People, units, posts and days off as the files that an import reads. */
export function organisationFiles(size: Size): { file: string; text: string }[] {
  const teams = teamsOf(size);
  const people = peopleOf(size);
  const period = periodOf(size);
  const memberships = membershipsOf(size);
  const heads = leadsOf(size);
  const leads = teams.flatMap((team) => {
    const person = heads.get(team.key);
    return person ? [{ team, person }] : [];
  });
  const unit = (key: string, kind: string, name: string, parent?: string) => ({
    key,
    kind,
    name,
    ...(parent ? { parent } : {}),
  });
  const files = {
    organisation: {
      format: 1,
      organisation: {
        key: 'rehearsal',
        name: company,
        description:
          'Made up by a generator, to play with: no person, product or figure in it is real.',
        company: 'company',
        focus: 'product-and-technology',
        timeZone: zone,
        fiscalCalendar: { pattern: 'month', startMonth: 1, yearName: 'start' },
        holidayCalendar: 'rehearsal',
      },
    },
    units: {
      units: [
        unit('company', 'company', company),
        unit('corporate-strategy', 'team', 'Corporate Strategy', 'company'),
        unit('product-and-technology', 'organisation', 'Product & Technology', 'company'),
        unit('engineering', 'part', 'Engineering', 'product-and-technology'),
        unit('product-and-design', 'part', 'Product and Design', 'product-and-technology'),
        unit('data-tech-and-security', 'part', 'Data Tech and Security', 'product-and-technology'),
        unit(
          'portfolio-and-enablement',
          'part',
          'Portfolio and Enablement',
          'product-and-technology',
        ),
        ...groups.map(({ key, name }) => unit(key, 'group', name, 'engineering')),
        ...teams.map(({ key, name, group }) => unit(key, 'team', name, group)),
      ],
    },
    people: {
      people: people.map(({ key, name }) => ({
        key,
        name,
        email: `${key}@quarrymoor.example`,
      })),
    },
    memberships: {
      memberships: [
        ...posts.map(([post, of], index) => ({ key: post, person: people[index]?.key, unit: of })),
        ...memberships.map(({ person, unit: of }) => ({
          key: person.key,
          person: person.key,
          unit: of,
        })),
      ],
    },
    leadership: {
      leadership: [
        ...posts.map(([key, of, title, head], index) => ({
          key,
          unit: of,
          title,
          head,
          person: people[index]?.key,
        })),
        ...leads.map(({ team, person }) => ({
          key: `lead-of-${team.key}`,
          unit: team.key,
          title: `Lead of ${team.name}`,
          head: true,
          person,
        })),
      ],
    },
    holidays: {
      calendars: [
        {
          key: 'rehearsal',
          name: 'Days off (fictional)',
          holidays: Array.from({ length: period.today.year - period.from.year + 3 }, (_, index) =>
            holidaysOf(period.from.year + index),
          )
            .flat()
            .map(({ date, name }) => ({ key: `off-${date}`, date, name })),
        },
      ],
    },
  };
  return Object.entries(files).map(([name, value]) => ({
    file: `${name}.yaml`,
    text: stringify(value),
  }));
}
