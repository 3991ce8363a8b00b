import { chartWorkbook } from './chart-workbook.ts';
import { contentTypes, escaped, ooxmlPackage, relationships, xmlHead } from './ooxml.ts';
import { packSlides, type Slide } from './pack-slides.ts';
import type { PackToExport } from './pack-to-export.ts';
import { masterParts, slideXml } from './master-parts.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const kind = {
  presentation: `${office}.presentationml.presentation.main+xml`,
  slide: `${office}.presentationml.slide+xml`,
  notes: `${office}.presentationml.notesSlide+xml`,
  chart: `${office}.drawingml.chart+xml`,
} as const;
const left = 548_640;
const width = 11_094_720;
const { namespaces, group } = slideXml;

const box = (x: number, y: number, cx: number, cy: number) =>
  `<a:off x="${x}" y="${y}"/><a:ext cx="${cx}" cy="${cy}"/>`;
const fill = (hex: string) => `<a:solidFill><a:srgbClr val="${hex}"/></a:solidFill>`;
const noLine = (side: string) => `<a:${side} w="0"><a:noFill/></a:${side}>`;

function paragraph(text: string, size: number, hex = '16191F', more = ''): string {
  if (text === '') return `<a:p><a:endParaRPr lang="en-GB" sz="${size}"/></a:p>`;
  return `<a:p><a:r><a:rPr lang="en-GB" sz="${size}"${more}>${fill(hex)}</a:rPr><a:t>${escaped(text)}</a:t></a:r></a:p>`;
}

function textBox(id: number, name: string, place: string, paragraphs: string): string {
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>${place}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/></a:bodyPr><a:lstStyle/>${paragraphs}</p:txBody></p:sp>`;
}

function tableFrame(id: number, y: number, rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 1;
  const each = Math.floor(width / columns);
  const cells = (row: readonly string[], head: boolean) =>
    row
      .map(
        (text) =>
          `<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>${paragraph(text.length > 160 ? `${text.slice(0, 159)}…` : text, 1100, head ? '4A5160' : '16191F', head ? ' b="1"' : '')}</a:txBody><a:tcPr marL="45720" marR="45720" marT="36000" marB="36000">${noLine('lnL')}${noLine('lnR')}${noLine('lnT')}<a:lnB w="6350">${fill(head ? '7F8692' : 'DEDFDC')}</a:lnB><a:noFill/></a:tcPr></a:tc>`,
      )
      .join('');
  const lines = rows.map((row, index) => `<a:tr h="320040">${cells(row, index === 0)}</a:tr>`);
  const grid = `<a:gridCol w="${each}"/>`.repeat(columns);
  return `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="${id}" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>${box(left, y, each * columns, 320_040 * rows.length)}</p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid>${grid}</a:tblGrid>${lines.join('')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
}

const chartFrame = (id: number, name: string, rel: number, place: string) =>
  `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="${id}" name="Chart ${rel - 2}" descr="${escaped(name)}"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>${place}</p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId${rel}"/></a:graphicData></a:graphic></p:graphicFrame>`;

function slideOf(slide: Slide, number: number, sha256: string): string {
  const { title, lines, quote, table, charts = [] } = slide;
  const shapes = [
    `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr lIns="0" anchor="t"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>${escaped(title)}</a:t></a:r></a:p></p:txBody></p:sp>`,
    textBox(
      3,
      'What it says',
      box(left, 1_051_560, width, table || charts.length > 0 ? 594_360 : 4_389_120),
      lines.map((line) => paragraph(line, 1400, '4A5160')).join('') || paragraph('', 1400),
    ),
  ];
  if (table) shapes.push(tableFrame(4, 1_737_360, table));
  const each = Math.floor(width / Math.max(1, charts.length));
  charts.forEach((chart, index) => {
    const place = box(left + each * index, 1_554_480, each - 91_440, 4_663_440);
    shapes.push(chartFrame(10 + index, chart.title, index + 3, place));
  });
  if (quote) {
    const said = `${paragraph(`“${quote.text}”`, 1200)}${paragraph(quote.by, 1000, '4A5160')}`;
    shapes.push(textBox(5, 'Comment', box(left, 5_577_840, width, 640_080), said));
  }
  shapes.push(
    `<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="6" name="Hairline"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm>${box(left, 6_355_080, width, 0)}</a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="6350">${fill('DEDFDC')}</a:ln></p:spPr></p:cxnSp>`,
    textBox(
      7,
      'Foot',
      box(left, 6_400_800, width, 228_600),
      `<a:p><a:r><a:rPr lang="en-GB" sz="900">${fill('626A79')}</a:rPr><a:t>SHA-256 ${sha256.slice(0, 16)}…   </a:t></a:r><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB" sz="900">${fill('626A79')}</a:rPr><a:t>${number}</a:t></a:fld></a:p>`,
    ),
  );
  return `${xmlHead}<p:sld ${namespaces}><p:cSld><p:spTree>${group}${shapes.join('')}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`;
}

function notesOf(notes: string): string {
  const lines = notes.split('\n').map((line) => paragraph(line, 1200));
  return `${xmlHead}<p:notes ${namespaces}><p:cSld><p:spTree>${group}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>${lines.join('')}</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`;
}

/**
 * A pack as a presentation (Office Open XML): native charts with their workbooks, speaker notes, page
 * numbers. Only what is written is declared, so that nothing needs repair; the same pack gives the
 * same bytes.
 */
export function packPptx(pack: PackToExport): Buffer {
  const slides = packSlides(pack);
  const parts: Record<string, string | Uint8Array> = { ...masterParts };
  const types: Record<string, string> = {
    'ppt/presentation.xml': kind.presentation,
    'ppt/theme/theme1.xml': `${office}.theme+xml`,
    'ppt/theme/theme2.xml': `${office}.theme+xml`,
    'ppt/slideMasters/slideMaster1.xml': `${office}.presentationml.slideMaster+xml`,
    'ppt/slideLayouts/slideLayout1.xml': `${office}.presentationml.slideLayout+xml`,
    'ppt/notesMasters/notesMaster1.xml': `${office}.presentationml.notesMaster+xml`,
    'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
  };
  let chartNumber = 0;
  slides.forEach((slide, index) => {
    const n = index + 1;
    const own: (readonly [string, string])[] = [
      ['slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['notesSlide', `../notesSlides/notesSlide${n}.xml`],
    ];
    for (const { xml, grid } of slide.charts ?? []) {
      chartNumber += 1;
      const workbook = `chart-${chartNumber}.xlsx`;
      parts[`ppt/charts/chart${chartNumber}.xml`] = xml;
      types[`ppt/charts/chart${chartNumber}.xml`] = kind.chart;
      parts[`ppt/charts/_rels/chart${chartNumber}.xml.rels`] = relationships([
        ['package', `../embeddings/${workbook}`],
      ]);
      parts[`ppt/embeddings/${workbook}`] = chartWorkbook(grid);
      own.push(['chart', `../charts/chart${chartNumber}.xml`]);
    }
    parts[`ppt/slides/slide${n}.xml`] = slideOf(slide, n, pack.sha256);
    types[`ppt/slides/slide${n}.xml`] = kind.slide;
    parts[`ppt/slides/_rels/slide${n}.xml.rels`] = relationships(own);
    parts[`ppt/notesSlides/notesSlide${n}.xml`] = notesOf(slide.notes);
    types[`ppt/notesSlides/notesSlide${n}.xml`] = kind.notes;
    parts[`ppt/notesSlides/_rels/notesSlide${n}.xml.rels`] = relationships([
      ['notesMaster', '../notesMasters/notesMaster1.xml'],
      ['slide', `../slides/slide${n}.xml`],
    ]);
  });
  const listed = slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 3}"/>`);
  parts['ppt/presentation.xml'] =
    `${xmlHead}<p:presentation ${namespaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst>${listed.join('')}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`;
  parts['ppt/_rels/presentation.xml.rels'] = relationships([
    ['slideMaster', 'slideMasters/slideMaster1.xml'],
    ['notesMaster', 'notesMasters/notesMaster1.xml'],
    ...slides.map((_, index) => ['slide', `slides/slide${index + 1}.xml`] as const),
    ['theme', 'theme/theme1.xml'],
  ]);
  const { title, frozenAt } = pack.content;
  const day = `${frozenAt.slice(0, 19)}Z`;
  parts['docProps/core.xml'] =
    `${xmlHead}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>Throughline</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${day}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${day}</dcterms:modified></cp:coreProperties>`;
  parts['_rels/.rels'] = relationships([
    ['officeDocument', 'ppt/presentation.xml'],
    [
      'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
      'docProps/core.xml',
    ],
  ]);
  return Buffer.from(ooxmlPackage({ '[Content_Types].xml': contentTypes(types), ...parts }));
}
