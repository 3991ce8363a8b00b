/**
 * All names are made up. They are built from syllables that no language joins like this, so that
 * nobody finds themselves in the rehearsal.
 */
export const company = 'Quarrymoor Systems (fictional)';

/** What the company sells: three products, none of which exists. */
export const products = [
  {
    key: 'tallybridge',
    name: 'Tallybridge (fictional)',
    summary: 'Plans crews, equipment and material for sites that do not exist.',
    theme: 'planning',
    features: [
      'Crew board',
      'Week ahead',
      'Equipment pool',
      'Site handover',
      'Shift swap',
      'Offline plan',
    ],
  },
  {
    key: 'stonewick',
    name: 'Stonewick (fictional)',
    summary: 'Budgets, commitments and invoices of made-up projects.',
    theme: 'financials',
    features: [
      'Budget snapshot',
      'Change orders',
      'Invoice match',
      'Forecast',
      'Cost codes',
      'Payment run',
    ],
  },
  {
    key: 'fieldlark',
    name: 'Fieldlark (fictional)',
    summary: 'Drawings, inspections and daily logs in invented fields.',
    theme: 'field work',
    features: [
      'Daily log',
      'Punch list',
      'Drawing compare',
      'Inspection flow',
      'Photo map',
      'Safety walk',
    ],
  },
] as const;

const givenBegin = [
  'Al',
  'Bri',
  'Cor',
  'Dov',
  'El',
  'Fen',
  'Gal',
  'Hes',
  'Il',
  'Jor',
  'Kel',
  'Lun',
  'Mir',
  'Nol',
  'Or',
  'Pel',
  'Quil',
  'Ros',
  'Sel',
  'Tav',
  'Ul',
  'Ven',
  'Wil',
  'Yar',
  'Zan',
];
const givenEnd = ['adra', 'eth', 'ina', 'ovan', 'une', 'asto', 'ila', 'ewyn'];
const familyBegin = [
  'Ash',
  'Bram',
  'Cald',
  'Dun',
  'Eld',
  'Fairn',
  'Gorm',
  'Hollin',
  'Ivor',
  'Kest',
  'Lark',
  'Marl',
  'Nether',
  'Oaken',
  'Pend',
  'Quarn',
  'Raven',
  'Stell',
  'Thorn',
  'Umber',
  'Vael',
  'Wend',
  'Yarrow',
  'Zell',
];
const familyEnd = [
  'abrook',
  'acott',
  'adell',
  'afford',
  'agrave',
  'alund',
  'amoor',
  'anshaw',
  'arrick',
  'astow',
  'athorne',
  'aworth',
];

const join = (begins: readonly string[], ends: readonly string[]) =>
  begins.flatMap((begin) => ends.map((end) => `${begin}${end}`));

/** 200 given names. */
export const givenNames: readonly string[] = join(givenBegin, givenEnd);

/** 288 family names. */
export const familyNames: readonly string[] = join(familyBegin, familyEnd);

/** What stories, commits and initiatives are about. */
export const verbs = [
  'Sort',
  'Filter',
  'Share',
  'Export',
  'Undo',
  'Group',
  'Search',
  'Print',
  'Lock',
  'Compare',
  'Import',
  'Archive',
] as const;
export const things = [
  'rows',
  'columns',
  'totals',
  'comments',
  'attachments',
  'dates',
  'assignments',
  'drafts',
  'templates',
  'approvals',
  'notes',
  'filters',
] as const;

/** What people who do not exist say. */
export const sayings = [
  { says: 'I finally see the whole week on one page.', rating: 5, theme: 'overview' },
  { says: 'It takes four clicks where it took one.', rating: 2, theme: 'speed' },
  { says: 'My foremen use it on their phones, even underground.', rating: 4, theme: 'mobile' },
  { says: 'The numbers differ from what our books say.', rating: 1, theme: 'trust' },
  { says: 'Please let me undo a whole day.', rating: 3, theme: 'undo' },
  { says: 'Printing cuts off the last column.', rating: 2, theme: 'printing' },
  { says: 'The new screen loads before I have sat down.', rating: 5, theme: 'speed' },
  { says: 'I don’t know who changed my plan.', rating: 2, theme: 'trust' },
] as const;

/** Made-up customers. */
export const customers = [
  'Ambervale Builders',
  'Northquay Works',
  'Silverfen Contractors',
  'Greywater Homes',
  'Redbarrow Civil',
  'Highmarsh Interiors',
  'Longmeadow Schools',
  'Coldharbour Rail',
  'Brightmoor Clinics',
  'Oldbridge Masonry',
  'Saltmarsh Energy',
  'Windmere Towers',
] as const;
