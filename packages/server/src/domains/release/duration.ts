import { z } from 'zod';

const units = { s: 1, m: 60, h: 3600 } as const;

/** `90`, `90s`, `10m` or `2h`: whole seconds, between bounds. */
export function duration(minimum: number, maximum: number) {
  return z
    .union([z.number().int(), z.string().regex(/^\d+[smh]$/, 'must be such as 90s, 10m or 2h')])
    .transform((value) => {
      if (typeof value === 'number') return value;
      const unit = value.at(-1) as keyof typeof units;
      return Number(value.slice(0, -1)) * units[unit];
    })
    .refine((seconds) => seconds >= minimum && seconds <= maximum, {
      message: `must be from ${minimum} s to ${maximum} s`,
    });
}
