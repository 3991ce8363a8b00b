import { relationships, xmlHead, type OoxmlParts } from './ooxml.ts';

const namespaces =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"';
const group =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>';
const colourMap =
  '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>';
const white =
  '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>';

/** What every part of a presentation opens with: namespaces, and the root of its shapes. */
export const slideXml = { namespaces, group } as const;

const colours: readonly (readonly [string, string])[] = [
  ['dk1', '16191F'],
  ['lt1', 'FFFFFF'],
  ['dk2', '4A5160'],
  ['lt2', 'F7F7F5'],
  ['accent1', '2947C4'],
  ['accent2', '4A5160'],
  ['accent3', '7F8692'],
  ['accent4', '0B6B3A'],
  ['accent5', '8A4B00'],
  ['accent6', 'B3201A'],
  ['hlink', '2947C4'],
  ['folHlink', '4A5160'],
];

function theme(name: string): string {
  const scheme = colours.map(([slot, hex]) => `<a:${slot}><a:srgbClr val="${hex}"/></a:${slot}>`);
  const font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>';
  const three = (one: string) => one.repeat(3);
  const paint = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
  return `${xmlHead}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="${name}"><a:themeElements><a:clrScheme name="${name}">${scheme.join('')}</a:clrScheme><a:fontScheme name="${name}"><a:majorFont>${font}</a:majorFont><a:minorFont>${font}</a:minorFont></a:fontScheme><a:fmtScheme name="${name}"><a:fillStyleLst>${three(paint)}</a:fillStyleLst><a:lnStyleLst>${three(`<a:ln w="6350">${paint}</a:ln>`)}</a:lnStyleLst><a:effectStyleLst>${three('<a:effectStyle><a:effectLst/></a:effectStyle>')}</a:effectStyleLst><a:bgFillStyleLst>${three(paint)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;
}

const placeholder = (id: number, name: string, kind: string, box: string, words: string) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/><p:cNvSpPr${kind.includes('sldImg') ? ' noGrp="1"' : ''}/><p:nvPr><p:ph ${kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>${box}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>${words}</p:sp>`;
const words = (text: string) =>
  `<p:txBody><a:bodyPr/><a:lstStyle/><a:p>${text === '' ? '<a:endParaRPr lang="en-GB"/>' : `<a:r><a:rPr lang="en-GB"/><a:t>${text}</a:t></a:r>`}</a:p></p:txBody>`;

/** The one master, its one layout, and the master of the notes: all that a deck declares. */
export const masterParts: OoxmlParts = {
  'ppt/theme/theme1.xml': theme('Throughline'),
  'ppt/theme/theme2.xml': theme('Notes'),
  'ppt/slideMasters/slideMaster1.xml': `${xmlHead}<p:sldMaster ${namespaces}><p:cSld>${white}<p:spTree>${group}${placeholder(2, 'Title', 'type="title"', '<a:off x="548640" y="365760"/><a:ext cx="11094720" cy="640080"/>', words('Title'))}</p:spTree></p:cSld>${colourMap}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr algn="l"><a:defRPr sz="2400" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle><a:lvl1pPr><a:defRPr sz="1400"/></a:lvl1pPr></p:bodyStyle><p:otherStyle><a:lvl1pPr><a:defRPr sz="1400"/></a:lvl1pPr></p:otherStyle></p:txStyles></p:sldMaster>`,
  'ppt/slideMasters/_rels/slideMaster1.xml.rels': relationships([
    ['slideLayout', '../slideLayouts/slideLayout1.xml'],
    ['theme', '../theme/theme1.xml'],
  ]),
  'ppt/slideLayouts/slideLayout1.xml': `${xmlHead}<p:sldLayout ${namespaces} type="titleOnly" preserve="1"><p:cSld name="Title only"><p:spTree>${group}${placeholder(2, 'Title', 'type="title"', '<a:off x="548640" y="365760"/><a:ext cx="11094720" cy="640080"/>', words('Title'))}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`,
  'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relationships([
    ['slideMaster', '../slideMasters/slideMaster1.xml'],
  ]),
  'ppt/notesMasters/notesMaster1.xml': `${xmlHead}<p:notesMaster ${namespaces}><p:cSld>${white}<p:spTree>${group}${placeholder(2, 'Slide image', 'type="sldImg"', '<a:off x="685800" y="1143000"/><a:ext cx="5486400" cy="3086100"/>', '')}${placeholder(3, 'Notes', 'type="body" idx="1"', '<a:off x="685800" y="4400550"/><a:ext cx="5486400" cy="3600450"/>', words('Notes'))}</p:spTree></p:cSld>${colourMap}<p:notesStyle><a:lvl1pPr><a:defRPr sz="1200"/></a:lvl1pPr></p:notesStyle></p:notesMaster>`,
  'ppt/notesMasters/_rels/notesMaster1.xml.rels': relationships([['theme', '../theme/theme2.xml']]),
};
