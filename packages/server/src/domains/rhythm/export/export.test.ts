import { strFromU8 } from 'fflate';
import { expect, test, vi } from 'vitest';
import { elementsOf, ooxmlFaults, partsOf } from '../../../../../../test/support/ooxml-faults.ts';
import { samplePack } from '../../../../../../test/support/sample-pack.ts';
import { ooxmlPackage } from './ooxml.ts';
import { packMarkdown } from './pack-markdown.ts';
import { packPdf } from './pack-pdf.ts';
import { packPptx } from './pack-pptx.ts';

const textOf = (bytes: Uint8Array | undefined) => strFromU8(bytes ?? new Uint8Array());

test('every part of the slides is declared and there, every relationship leads somewhere', () => {
  const file = packPptx(samplePack);
  expect(ooxmlFaults(file)).toEqual([]);
  const workbooks = [...partsOf(file)].filter(([name]) => name.endsWith('.xlsx'));
  // Six charts; the weeks and the months of one are a chart each.
  expect(workbooks).toHaveLength(7);
  for (const [, workbook] of workbooks) expect(ooxmlFaults(workbook)).toEqual([]);
});

test('the check of packages finds what programs would repair', () => {
  const parts = Object.fromEntries(partsOf(packPptx(samplePack)));
  delete parts['ppt/slideLayouts/slideLayout1.xml'];
  parts['ppt/notesMasters/notesMaster1.xml'] = new TextEncoder().encode(
    '<p:notes><open></p:notes>',
  );
  const faults = ooxmlFaults(ooxmlPackage(parts)).join('\n');
  expect(faults).toContain('slideLayout1.xml is declared and missing');
  expect(faults).toContain('which is not there');
  expect(faults).toContain('notesMaster1.xml is not well-formed');
});

test('charts are native: plain categories, the values beside them, the workbook behind them', () => {
  const parts = partsOf(packPptx(samplePack));
  const charts = [...parts].filter(([name]) => /charts\/chart\d+\.xml$/.test(name));
  const names = charts.map(([, bytes]) => elementsOf(textOf(bytes)).map(({ name }) => name));
  const plots = names.map((found) => found.find((name) => /^c:(?:line|area|bar)Chart$/.test(name)));
  // The line, weeks, months, burndown; the flow; the waterfall and the bars.
  expect(plots).toEqual([
    'c:lineChart',
    'c:lineChart',
    'c:lineChart',
    'c:lineChart',
    'c:areaChart',
    'c:barChart',
    'c:barChart',
  ]);
  for (const found of names) {
    expect(found).not.toContain('c:multiLvlStrRef');
    expect(found).toEqual(expect.arrayContaining(['c:strRef', 'c:numCache', 'c:externalData']));
  }
  // 10, then to 15, then −18 to −3, then +6 to 3: the fall is cut at zero, 15 above and 3 below.
  const fall = textOf(charts[5]?.[1]);
  expect(fall).toContain('<c:v>Fall below zero</c:v>');
  expect(fall).toMatch(/<c:v>Fall<\/c:v>.*?<c:pt idx="2"><c:v>15<\/c:v>/);
  expect(fall).toMatch(/<c:v>Fall below zero<\/c:v>.*?<c:pt idx="2"><c:v>-3<\/c:v>/);
});

test('speaker notes carry the comment and the source, each slide its number', () => {
  const parts = partsOf(packPptx(samplePack));
  const notes = [...parts].filter(([name]) => name.startsWith('ppt/notesSlides/notesSlide'));
  const slides = [...parts].filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name));
  expect(notes).toHaveLength(slides.length);
  const said = notes.map(([, bytes]) => textOf(bytes)).join('\n');
  expect(said).toContain('Ada, 24 November 2026, 09:00 UTC: The pilot | region went live.');
  expect(said).toContain('From sample.insight, asked {&quot;unit&quot;:&quot;all&quot;}.');
  for (const [, bytes] of slides) expect(textOf(bytes)).toContain('type="slidenum"');
});

test('Markdown has the charts as tables, the comment, what changed, and the hash', () => {
  const text = packMarkdown(samplePack);
  expect(text).toContain('### A six-twelve \\<chart\\> & more, Weeks, points');
  expect(text).toContain('| Week of | This year | Last year | Target |');
  expect(text).toContain('| 23 Nov 2026 | 12 | 9 | 11 |');
  expect(text).toContain('> The pilot \\| region went live.');
  expect(text).toContain('| Section one | Adoption | 41 | 48 | % | changed |');
  expect(text).toContain('- Section one: “It rose.” Before: “It stood.”');
  expect(text).toContain(`\`${samplePack.sha256}\``);
});

test('a PDF is of the freeze: a month later it is the same bytes, and so are the slides', async () => {
  try {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-25T16:00:01Z') });
    const [pdf, pptx] = [await packPdf(samplePack), packPptx(samplePack)];
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    vi.setSystemTime(new Date('2026-12-25T11:22:33Z'));
    expect((await packPdf(samplePack)).equals(pdf)).toBe(true);
    expect(packPptx(samplePack).equals(pptx)).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});
