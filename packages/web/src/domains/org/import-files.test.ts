import { expect, test } from 'vitest';
import { readFiles } from './import-files.ts';

function file(path: string, text = '') {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const webkitRelativePath = path.includes('/') ? path : '';
  return { name, webkitRelativePath, text: () => Promise.resolve(text) };
}

test("a chosen folder's own name is no part of its files' paths", async () => {
  const { documents } = await readFiles([
    file('procore/units.yaml', 'units: []'),
    file('procore/learning/welcome.md', '# Welcome'),
  ]);
  expect(documents).toEqual([
    { file: 'learning/welcome.md', text: '# Welcome' },
    { file: 'units.yaml', text: 'units: []' },
  ]);
});

test('what no import reads is named and left out', async () => {
  const { documents, leftOut } = await readFiles([
    file('procore/.DS_Store'),
    file('procore/dates.test.ts'),
    file('procore/Units.yaml'),
    file('units.yaml'),
  ]);
  expect(documents.map((one) => one.file)).toEqual(['units.yaml']);
  expect(leftOut.toSorted()).toEqual(['.DS_Store', 'Units.yaml', 'dates.test.ts']);
});
