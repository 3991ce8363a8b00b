import { postmortemFills } from '@throughline/contract';
import { z } from 'zod';
import type { WriteContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { record } from '../../../platform/ledger/record.ts';
import { readSetting, writeSetting } from '../../../platform/settings.ts';
import { usualTemplate, type TemplateSection } from './postmortem-rules.ts';

const key = 'operations.postmortem-template';
const kept = z.array(
  z.object({ title: z.string(), prompt: z.string(), fills: z.enum(postmortemFills) }),
);

/** The sections that a new postmortem has: the organisation's, or those that come with the program. */
export async function readTemplate(db: Db): Promise<readonly TemplateSection[]> {
  const parsed = kept.safeParse(await readSetting(db, key));
  return parsed.success ? parsed.data : usualTemplate;
}

/** Sets them; postmortems that were drafted keep theirs. */
export async function setTemplate(
  context: WriteContext,
  sections: readonly TemplateSection[],
): Promise<void> {
  await writeSetting(context, key, sections);
  await record(context, {
    action: 'postmortem_template.changed',
    after: { sections: sections.map(({ title }) => title) },
  });
}
