import { idOf, type EntitySummary, type Id, type InsightResult } from '@throughline/contract';
import { z } from 'zod';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { chartOn, within } from '../allocation/allocation-store.ts';

/** The organisation's date at a moment. */
export type Today = (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate;

/** How many rows an insight looks at. */
export const most = 1000;

/** About everything, or about a unit and the units below it. */
export const ofUnit = z.strictObject({ unit: idOf('unit').optional() });

/** `FY2027-Q1`, as packs fill it in. */
export const fiscalQuarter = z
  .string()
  .regex(/^FY\d{4}-Q[1-4]$/, 'must be a fiscal quarter such as FY2027-Q1')
  .transform((text) => ({ year: Number(text.slice(2, 6)), quarter: Number(text.slice(8)) }));

/** A unit and the units below it; undefined where everything is meant. Throws `not_found`. */
export async function unitsOf(
  context: ReadContext,
  today: Today,
  unit: Id<'unit'> | undefined,
): Promise<readonly string[] | undefined> {
  if (!unit) return undefined;
  await loadEntity(context.db, context.actor, { kind: 'unit', id: unit });
  return within(await chartOn(context.db, today(context).toString()), unit);
}

/** A figure with the records behind it. */
export function figure(
  context: Pick<ReadContext, 'now'>,
  key: string,
  label: string,
  value: number | null,
  unit: string,
  records: readonly EntitySummary[],
): InsightResult['figures'][number] {
  const asOf = context.now.toString({ smallestUnit: 'millisecond' });
  return { key, label, value, unit, asOf, stale: false, records: records.slice(0, 200) };
}

/** A figure that counts its records. */
export function count(
  context: Pick<ReadContext, 'now'>,
  key: string,
  label: string,
  unit: string,
  records: readonly EntitySummary[],
) {
  return figure(context, key, label, records.length, unit, records);
}

/** Columns of a table: key and label of each. */
export function columns(all: Readonly<Record<string, string>>): InsightResult['columns'] {
  return Object.entries(all).map(([key, label]) => ({ key, label }));
}

/** A code in words: `rolling-out` → `rolling out`. */
export const words = (code: string) => code.replaceAll(/[-_]/g, ' ');

/** A count with its noun. */
export const counted = (number: number, noun: string) =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
