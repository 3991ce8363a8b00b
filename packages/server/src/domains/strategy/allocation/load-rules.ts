/** People and money. */
export interface Amount {
  readonly people: number;
  readonly money: number;
}

/** What one priority asks of a unit in a quarter, and what the cut list gives up of it. */
export interface Ask extends Amount {
  readonly unit: string;
  readonly quarter: number;
  readonly cut: Amount;
}

/** What a unit has in a quarter; without money, only people are counted. */
export interface Stated {
  readonly unit: string;
  readonly quarter: number;
  readonly people: number;
  readonly money: number | null;
}

/** What is needed of something, what of it is cut, what there is, and how much is too much. */
export interface Load {
  readonly needed: number;
  readonly cut: number;
  readonly capacity: number | null;
  readonly over: number;
}

/** The load of one unit in one quarter. */
export interface UnitLoad {
  readonly unit: string;
  readonly quarter: number;
  readonly people: Load;
  readonly money: Load;
}

/** Amounts are counted to the hundredth, so that sums of tenths don't exceed what they equal. */
const exact = (value: number) => Math.round(value * 100) / 100;

function load(asked: number, cut: number, capacity: number | null): Load {
  const needed = exact(asked - cut);
  return {
    needed,
    cut: exact(cut),
    capacity,
    over: capacity === null ? 0 : Math.max(0, exact(needed - capacity)),
  };
}

/** A unit and the units above it, lowest first. */
export function upwards(
  unit: string,
  parents: ReadonlyMap<string, string | null>,
): readonly string[] {
  const way = [unit];
  for (let above = parents.get(unit); above && !way.includes(above); above = parents.get(above)) {
    way.push(above);
  }
  return way;
}

/**
 * What a plan needs of every unit that capacity or a priority names, in every quarter. A unit bears
 * what is asked of it and of the units below it. People that are asked of a unit without any capacity
 * said for it, or above it, are all too many: nobody has said that there is anybody.
 */
export function loadsOf(
  asks: readonly Ask[],
  stated: readonly Stated[],
  parents: ReadonlyMap<string, string | null>,
): UnitLoad[] {
  const place = (unit: string, quarter: number) => `${unit} ${quarter}`;
  const known = new Map(stated.map((one) => [place(one.unit, one.quarter), one]));
  const units = new Set([...stated, ...asks].map(({ unit }) => unit));
  const sums = new Map<string, { people: number; money: number; cut: Amount }>();
  const nowhere = new Map<string, number>();
  for (const ask of asks) {
    const bearers = upwards(ask.unit, parents).filter((unit) => units.has(unit));
    for (const unit of bearers) {
      const at = place(unit, ask.quarter);
      const sum = sums.get(at) ?? { people: 0, money: 0, cut: { people: 0, money: 0 } };
      sums.set(at, {
        people: sum.people + ask.people,
        money: sum.money + ask.money,
        cut: {
          people: sum.cut.people + ask.cut.people,
          money: sum.cut.money + ask.cut.money,
        },
      });
    }
    if (!bearers.some((unit) => known.has(place(unit, ask.quarter)))) {
      const at = place(ask.unit, ask.quarter);
      nowhere.set(at, (nowhere.get(at) ?? 0) + ask.people - ask.cut.people);
    }
  }
  return [...units].flatMap((unit) =>
    [1, 2, 3, 4].map((quarter) => {
      const at = place(unit, quarter);
      const sum = sums.get(at) ?? { people: 0, money: 0, cut: { people: 0, money: 0 } };
      const has = known.get(at);
      const unsaid = nowhere.get(at) ?? 0;
      const people = load(sum.people, sum.cut.people, has?.people ?? null);
      return {
        unit,
        quarter,
        people: has ? people : { ...people, over: Math.max(0, exact(unsaid)) },
        money: load(sum.money, sum.cut.money, has?.money ?? null),
      };
    }),
  );
}

/** The units and quarters in which more is needed than there is. */
export function overloads(loads: readonly UnitLoad[]): UnitLoad[] {
  return loads.filter(({ people, money }) => people.over > 0 || money.over > 0);
}

const written = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Says what is too much: “P&T in Q1: 112 of 100 people”. */
export function overloadSays({ people, money, quarter }: UnitLoad, unit: string): string {
  const part = ({ needed, capacity, over }: Load, noun: string) =>
    over === 0
      ? []
      : capacity === null
        ? [`${written.format(over)} ${noun} where no capacity is said`]
        : [`${written.format(needed)} of ${written.format(capacity)} ${noun}`];
  return `${unit} in Q${quarter}: ${[...part(people, 'people'), ...part(money, 'in money')].join(', ')}`;
}
