import { call, type Fact } from './fact.ts';
import { teamsOf } from './people.ts';
import { periodOf, type Size } from './period.ts';
import { randomOf } from './random.ts';
import { things, verbs } from './words.ts';

/** A sprint has so many working days, and each team takes so many stories into it. */
export const sprintDays = 10;
export const storiesEach = 8;

/** The whole sprints that lie behind today: the first working day of each. */
export function sprintsOf(size: Size): (readonly string[])[] {
  const { workdays } = periodOf(size);
  const count = Math.floor(workdays.length / sprintDays);
  return Array.from({ length: count }, (_, index) =>
    workdays.slice(index * sprintDays, (index + 1) * sprintDays),
  );
}

/** Stories are written before a sprint, begun and finished in it; one in ten is left over. */
export function storyFacts(size: Size): Fact[] {
  return sprintsOf(size).flatMap((days, sprint) =>
    teamsOf(size).flatMap((team) => {
      const random = randomOf(size.seed, `stories ${team.key} ${sprint}`);
      return Array.from({ length: storiesEach }, (_, index): Fact[] => {
        const key = `story/${team.key}/${sprint}/${index}`;
        const params = { id: `@${key}` };
        const begun = random.between(0, sprintDays - 4);
        const done = begun + random.between(1, 3);
        const move = (day: number, state: 'in-progress' | 'done') =>
          call(
            { day: days[day] ?? '', slot: state === 'done' ? 2 : 1 },
            'head-of-engineering',
            'delivery.changeStory',
            { params, body: { state } },
            { revision: true },
          );
        const feature = random.between(0, team.product.features.length - 1);
        return [
          call(
            { day: days[0] ?? '', slot: 0 },
            'head-of-product',
            'delivery.createStory',
            {
              body: {
                title: `${random.pick(verbs)} ${random.pick(things)}`,
                ownerUnit: `@unit/${team.key}`,
                estimate: random.pick([1, 2, 3, 5, 8]),
                implements: [`@feature/${team.product.key}/${feature}`],
              },
            },
            { key },
          ),
          move(begun, 'in-progress'),
          ...(random.chance(0.9) ? [move(done, 'done')] : []),
        ];
      }).flat();
    }),
  );
}
