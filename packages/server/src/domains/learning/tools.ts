import { z } from 'zod';
import type { Db } from '../../platform/database/connect.ts';
import { readSetting } from '../../platform/settings.ts';

/** The tools that people meet, as `tools.yaml` has them. */
export const tools = z.array(
  z.strictObject({
    key: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
    name: z.string().min(1),
    job: z.string(),
    domain: z.string(),
  }),
);

/** Reads the tools. */
export async function readTools(db: Db): Promise<z.output<typeof tools>> {
  return tools.parse((await readSetting(db, 'learning_tools')) ?? []);
}
