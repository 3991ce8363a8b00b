import type { Db } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import type { WriteContext } from '../../platform/context.ts';
import type { LaunchTables } from './tables.ts';
import {
  launchPractice,
  templateDefinition,
  type LaunchPractice,
  type TemplateDefinition,
} from './template-rules.ts';

const none: LaunchPractice = { questions: [], bands: [], roles: [], leadTimes: [] };

/** The questions of the tier, roles and lead times; empty before templates were imported. */
export async function readPractice(db: Db): Promise<LaunchPractice> {
  const value = await readSetting(db, 'launch_practice');
  return value === undefined ? none : launchPractice.parse(value);
}

/** Keeps the questions of the tier, roles and lead times. */
export async function writePractice(
  context: WriteContext,
  practice: LaunchPractice,
): Promise<void> {
  await writeSetting(context, 'launch_practice', practice);
}

/** A template as it is kept. */
export interface Template {
  readonly key: string;
  readonly title: string;
  readonly definition: TemplateDefinition;
  readonly ended: boolean;
}

/** All templates by key, ended ones too. */
export async function readTemplates(db: Db): Promise<Map<string, Template>> {
  const rows = await db
    .$extendTables<LaunchTables>()
    .selectFrom('launch_template')
    .selectAll()
    .orderBy('key')
    .execute();
  return new Map(
    rows.map((row) => [row.key, { ...row, definition: templateDefinition.parse(row.definition) }]),
  );
}

/** Writes a template. */
export async function writeTemplate({ tx }: WriteContext, template: Template): Promise<void> {
  const row = { ...template, definition: JSON.stringify(template.definition) };
  await tx
    .$extendTables<LaunchTables>()
    .insertInto('launch_template')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ title: row.title, definition: row.definition, ended: row.ended }),
    )
    .execute();
}

/** The template of a key, or the only one. Throws `wrong_state` or `invalid_input`. */
export async function chooseTemplate(db: Db, key: string | undefined): Promise<Template> {
  const templates = [...(await readTemplates(db)).values()].filter(({ ended }) => !ended);
  const [first, second] = templates;
  if (!first) {
    throw problem(
      'wrong_state',
      'There is no launch template. Import launch-templates.yaml first.',
    );
  }
  if (key === undefined) {
    if (!second) return first;
    throw problem(
      'invalid_input',
      `template: name one of ${templates.map((one) => one.key).join(', ')}.`,
    );
  }
  const chosen = templates.find((template) => template.key === key);
  if (!chosen) throw problem('invalid_input', `template: there is no template “${key}”.`);
  return chosen;
}
