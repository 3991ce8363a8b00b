import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { groups } from './people.ts';

const shipped = new URL('../procore/', import.meta.url);

function text(name: string): string {
  return readFileSync(new URL(`${name}.yaml`, shipped), 'utf8');
}

/**
 * How the fictional organisation works is how the shipped one does: the same seven cycles, launch
 * templates and environments. The title of every cycle says that it is fictional, and so do all
 * reviews, packs, calendars and exports that are named after it.
 */
export function practiceFiles(): { file: string; text: string }[] {
  const cycles = text('cycles')
    .replaceAll(/unit: procore\b/g, 'unit: company')
    .replaceAll(
      /^ {4}(title|shortTitle): (.+)$/gm,
      (_, field: string, title: string) => `    ${field}: '${unquoted(title)} (fictional)'`,
    )
    .replaceAll(/^ {6}start: 20\d\d-01-07$/gm, '      start: 2023-01-04');
  const weekly = (key: string, unit: string, time: string, parent: string) => ({
    key,
    cycle: 'eng-ops',
    unit,
    parent,
    time,
  });
  const cadences = [
    { key: 'annual-planning', cycle: 'annual-planning', unit: 'company' },
    { key: 'qbr-pt', cycle: 'qbr', unit: 'product-and-technology', parent: 'annual-planning' },
    {
      key: 'initiative-okr-pt',
      cycle: 'initiative-okr',
      unit: 'product-and-technology',
      parent: 'qbr-pt',
    },
    {
      key: 'product-monthly',
      cycle: 'product-monthly',
      unit: 'product-and-design',
      parent: 'initiative-okr-pt',
    },
    {
      key: 'design-release',
      cycle: 'design-release',
      unit: 'product-and-design',
      parent: 'product-monthly',
    },
    weekly('eng-ops-engineering', 'engineering', '15:00', 'initiative-okr-pt'),
    ...groups.map(({ key }, index) =>
      weekly(
        `eng-ops-${key}`,
        key,
        `${String(9 + index).padStart(2, '0')}:00`,
        'eng-ops-engineering',
      ),
    ),
  ];
  return [
    { file: 'cycles.yaml', text: cycles },
    { file: 'cadences.yaml', text: stringify({ cadences }) },
    { file: 'environments.yaml', text: text('environments') },
    { file: 'launch-templates.yaml', text: text('launch-templates') },
  ];
}

function unquoted(title: string): string {
  return title.replace(/^(['"])(.*)\1$/, '$2').replaceAll("'", "''");
}
