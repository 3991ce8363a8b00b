import type { ColumnType, JSONColumnType } from 'kysely';

export type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
export type Json<T extends object> = JSONColumnType<T>;
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
