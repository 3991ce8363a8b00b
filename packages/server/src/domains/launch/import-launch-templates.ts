import { isDeepStrictEqual } from 'node:util';
import type { ImportChange } from '@throughline/contract';
import { z } from 'zod';
import { record } from '../../platform/ledger/record.ts';
import type { ImportContext, Importer } from '../../platform/import/importer.ts';
import { invalidImport, parseDocument } from '../../platform/import/parse-document.ts';
import { launchPractice, templateDefinition, type LaunchPractice } from './template-rules.ts';
import { readPractice, readTemplates, writePractice, writeTemplate } from './template-store.ts';

const file = 'launch-templates.yaml';

const templatesFile = z.strictObject({
  tiers: z.strictObject({
    questionnaire: launchPractice.shape.questions,
    bands: launchPractice.shape.bands,
  }),
  roles: launchPractice.shape.roles,
  leadTimes: launchPractice.shape.leadTimes.default([]),
  templates: z.array(
    z.strictObject({ key: z.string(), title: z.string(), ...templateDefinition.shape }),
  ),
});

type Written = z.output<typeof templatesFile>['templates'][number];

/** Every owner is a role that the file names, every key stands once. */
function checkReferences(practice: LaunchPractice, template: Written) {
  const roles = new Set(practice.roles.map(({ key }) => key));
  const seen = new Set<string>();
  const owners = [
    ...template.phases.flatMap(({ items }) => items.map(({ key, owner }) => ({ key, owner }))),
    { key: 'reviews', owner: template.reviews.owner },
  ];
  for (const { key, owner } of owners) {
    if (!roles.has(owner)) {
      throw invalidImport({ file, record: key, field: 'owner', message: `“${owner}” is no role` });
    }
    if (seen.has(key)) {
      throw invalidImport({ file, record: key, field: 'key', message: 'stands here twice' });
    }
    seen.add(key);
  }
}

async function importPractice(
  context: ImportContext,
  practice: LaunchPractice,
): Promise<ImportChange> {
  const before = await readPractice(context.tx);
  const change = { file, key: 'tiers', title: 'Tiers, roles and lead times' };
  if (isDeepStrictEqual(before, practice)) return { ...change, what: 'unchanged', says: '' };
  await writePractice(context, practice);
  await record(context, { action: 'launch_practice.changed', after: { ...practice } });
  const created = before.questions.length === 0;
  return {
    ...change,
    what: created ? 'created' : 'changed',
    says: created ? '' : 'changes questions, bands, roles or lead times',
  };
}

/** Loads `launch-templates.yaml`. A launch under way keeps the items that it was made with. */
export const importLaunchTemplates: Importer = {
  files: [file],
  async apply(context, documents) {
    const [document] = documents;
    if (!document) return [];
    const { tiers, roles, leadTimes, templates } = parseDocument(document, templatesFile);
    const practice = { questions: tiers.questionnaire, bands: tiers.bands, roles, leadTimes };
    const changes: ImportChange[] = [await importPractice(context, practice)];
    const known = await readTemplates(context.tx);
    const seen = new Set<string>();
    for (const written of templates) {
      if (seen.has(written.key)) {
        throw invalidImport({
          file,
          record: written.key,
          field: 'key',
          message: 'stands here twice',
        });
      }
      seen.add(written.key);
      checkReferences(practice, written);
      const { key, title, ...definition } = written;
      const before = known.get(key);
      const after = { key, title, definition, ended: false };
      const same = isDeepStrictEqual(before, after);
      if (!same) {
        await writeTemplate(context, after);
        await record(context, {
          action: before ? 'launch_template.changed' : 'launch_template.created',
          after,
        });
      }
      const what = before ? (same ? 'unchanged' : 'changed') : 'created';
      changes.push({
        file,
        key,
        title,
        what,
        says: what === 'changed' ? 'changes the template' : '',
      });
    }
    for (const template of known.values()) {
      if (seen.has(template.key) || template.ended) continue;
      await writeTemplate(context, { ...template, ended: true });
      await record(context, { action: 'launch_template.ended', after: { key: template.key } });
      const { key, title } = template;
      changes.push({ file, key, title, what: 'ended', says: 'is no longer in the file' });
    }
    return changes;
  },
};
