import { idOf, type EntityKind, type InsightResult } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../platform/context.ts';

/** How many rows an insight looks at. */
export const mostRows = 200;

/** About everything, or about a unit and the units below it. */
export const ofUnit = { unit: idOf('unit').optional() };

/** The moment from which on an insight looks, as packs and people write it. */
export const ofTime = {
  since: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
};

/** A figure with the records behind it; it counts them where no value is given. */
export function figures(context: Pick<ReadContext, 'now'>, kind: EntityKind) {
  const asOf = context.now.toString({ smallestUnit: 'millisecond' });
  return (
    key: string,
    label: string,
    rows: readonly { readonly ref: string; readonly title: string; readonly state: string }[],
    value: { readonly of: number | null; readonly unit: string } = { of: rows.length, unit: '' },
  ): InsightResult['figures'][number] => ({
    key,
    label,
    value: value.of,
    unit: value.unit,
    asOf,
    stale: false,
    records: rows.slice(0, mostRows).map(({ ref, title, state }) => ({
      ref: ref as InsightResult['figures'][number]['records'][number]['ref'],
      kind,
      title,
      state,
    })),
  });
}

/** Columns of a table: key and label of each. */
export function columns(all: Readonly<Record<string, string>>): InsightResult['columns'] {
  return Object.entries(all).map(([key, label]) => ({ key, label }));
}

/** A chart of bars: how many there are of each, the most first. */
export function barsOf(
  key: string,
  title: string,
  unit: string,
  labels: readonly string[],
): InsightResult['charts'] {
  if (labels.length === 0) return [];
  const counts = [...Map.groupBy(labels, (label) => label)]
    .map(([at, all]) => ({ at, value: all.length }))
    .toSorted((one, other) => other.value - one.value || (one.at < other.at ? -1 : 1));
  return [
    {
      key,
      title,
      form: 'bars',
      unit,
      target: null,
      series: [{ key: 'count', label: title, points: counts }],
    },
  ];
}

/** `1 incident`, `2 incidents` */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A code in words: `infrastructure-change` → `infrastructure change`. */
export const words = (code: string) => code.replaceAll('-', ' ');
