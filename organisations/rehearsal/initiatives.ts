import { call, type Fact } from './fact.ts';
import { teamsOf, type Team } from './people.ts';
import { periodOf, type Size } from './period.ts';
import { randomOf } from './random.ts';
import { quartersOf } from './strategy.ts';
import { things, verbs } from './words.ts';

/** An initiative of a team, and when it reached which stage. */
export interface Initiative {
  readonly key: string;
  readonly title: string;
  readonly team: Team;
  readonly begins: string;
  readonly quarter: string;
  readonly stages: readonly {
    readonly stage: 'discovery' | 'building' | 'rolling-out' | 'launched' | 'measuring' | 'done';
    readonly day: string;
  }[];
}

const way = ['discovery', 'building', 'rolling-out', 'launched', 'measuring', 'done'] as const;

/** One initiative for each team and quarter; each takes its own time through the stages. */
export function initiativesOf(size: Size): Initiative[] {
  const period = periodOf(size);
  return quartersOf(period).flatMap((quarter) =>
    teamsOf(size).map((team): Initiative => {
      const random = randomOf(size.seed, `initiative ${team.key} ${quarter.key}`);
      const first = Temporal.PlainDate.from(quarter.opens).add({ days: random.between(0, 20) });
      const begins = period.workdayFrom(first) ?? quarter.opens;
      const stages: { stage: (typeof way)[number]; day: string }[] = [];
      let at = Temporal.PlainDate.from(begins);
      for (const stage of way) {
        at = at.add({ days: random.between(8, 34) });
        const day = period.workdayFrom(at);
        if (day === undefined) break;
        stages.push({ stage, day });
      }
      return {
        key: `initiative/${quarter.key}/${team.key}`,
        title: `${random.pick(verbs)} ${random.pick(things)} in ${team.name}`,
        team,
        begins,
        quarter: quarter.key,
        stages,
      };
    }),
  );
}

const troubles = [
  'A dependency came later than agreed.',
  'The first pilot found it too slow.',
  'Two people left the team.',
] as const;

/** Initiatives begin, move from stage to stage, and are amber or red on the way. */
export function initiativeFacts(size: Size): Fact[] {
  return initiativesOf(size).flatMap(({ key, title, team, begins, quarter, stages }) => {
    const random = randomOf(size.seed, `health ${key}`);
    const params = { id: `@${key}` };
    const objective = `@objective/${quarter}/${team.key}`;
    return [
      call(
        { day: begins, slot: 2 },
        'head-of-product',
        'strategy.createInitiative',
        {
          body: {
            title,
            ownerUnit: `@unit/${team.key}`,
            stage: 'idea',
            from: begins,
            to: Temporal.PlainDate.from(begins).add({ days: 110 }).toString(),
            serves: [{ to: objective }, { to: `${objective}/0` }],
          },
        },
        { key },
      ),
      ...stages.flatMap(({ stage, day }): Fact[] => {
        const moves: Fact[] = [
          call(
            { day, slot: 0 },
            'head-of-product',
            'strategy.moveStage',
            { params, body: { stage } },
            { revision: true },
          ),
        ];
        if (stage === 'building' && random.chance(0.35)) {
          moves.push(
            call(
              { day, slot: 1 },
              'head-of-engineering',
              'strategy.setHealth',
              {
                params,
                body: {
                  health: random.chance(0.3) ? 'red' : 'amber',
                  reason: random.pick(troubles),
                },
              },
              { revision: true },
            ),
          );
        }
        return moves;
      }),
    ];
  });
}
