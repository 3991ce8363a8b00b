/** A place in a merged text that nobody has settled yet. */
export interface OpenPlace {
  readonly line: string;
  readonly before: string;
  readonly change: string;
  /** Where its marks begin and end in the text. */
  readonly from: number;
  readonly to: number;
  /** The line of the text, from 1, on which it begins. */
  readonly row: number;
}

/** What to put in an open place. */
export type PlaceTake = 'line' | 'change' | 'both';

const marks =
  /^<{7} [^\n]*\n([^]*?)(?:^\|{7}[^\n]*\n([^]*?))?^={7}\r?\n([^]*?)^>{7} [^\n]*(?:\n|$)/gm;

/** The places of a text that still have marks of a conflict around them, as Git writes them. */
export function openPlaces(text: string): OpenPlace[] {
  return [...text.matchAll(marks)].map((found) => ({
    line: found[1] ?? '',
    before: found[2] ?? '',
    change: found[3] ?? '',
    from: found.index,
    to: found.index + found[0].length,
    row: text.slice(0, found.index).split('\n').length,
  }));
}

/** The text with one open place settled. */
export function settlePlace(text: string, place: OpenPlace, take: PlaceTake): string {
  const taken = take === 'both' ? place.line + place.change : place[take];
  return text.slice(0, place.from) + taken + text.slice(place.to);
}
