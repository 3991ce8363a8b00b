import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packPdf } from '../../packages/server/src/domains/rhythm/export/pack-pdf.ts';
import { packPptx } from '../../packages/server/src/domains/rhythm/export/pack-pptx.ts';
import { partsOf } from '../support/ooxml-faults.ts';
import { samplePack } from '../support/sample-pack.ts';
import type { SoakOptions } from './soak.ts';

const execute = promisify(execFile);

/**
 * `npm run soak -- pptx [folder]`: opens the slides of a pack with one of everything in LibreOffice and
 * counts the pages that it makes of them; throws where LibreOffice is missing or can't. With a folder,
 * the files are kept there, to be looked at.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const folder = args[0] ?? (await mkdtemp(join(tmpdir(), 'throughline-pptx-')));
  const slides = packPptx(samplePack);
  await writeFile(join(folder, 'pack.pptx'), slides);
  await writeFile(join(folder, 'pack-own.pdf'), await packPdf(samplePack));
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const options = ['--headless', profile, '--convert-to', 'pdf', '--outdir', folder];
  try {
    await execute('soffice', [...options, join(folder, 'pack.pptx')], { signal });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('pptx: needs LibreOffice Impress, `soffice` on the PATH', { cause: error });
  }
  const pdf = await readFile(join(folder, 'pack.pdf'), 'latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  const listed = [...partsOf(slides).keys()];
  const wanted = listed.filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name)).length;
  if (pages !== wanted) throw new Error(`pptx: ${pages} pages of ${wanted} slides`);
  console.log(`LibreOffice opened ${pages} slides`);
  await rm(join(folder, 'profile'), { recursive: true, force: true });
  if (args[0] === undefined) await rm(folder, { recursive: true, force: true });
}
