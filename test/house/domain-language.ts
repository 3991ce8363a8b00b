/** The page of definitions: one meaning for each word, in an order in which it is found. */
export function languageFaults(page: string): string[] {
  const faults: string[] = [];
  const definedIn = new Map<string, string>();
  const [, ...domains] = page.split(/^## /m);
  for (const section of domains) {
    const domain = section.slice(0, section.indexOf('\n'));
    let before = '';
    for (const [, term = ''] of section.matchAll(/^- \*\*(.+?)\*\*: \S/gm)) {
      const word = term.toLowerCase();
      const first = definedIn.get(word);
      if (first !== undefined) faults.push(`${term} is defined in ${first} and in ${domain}`);
      definedIn.set(word, domain);
      if (word < before) faults.push(`${domain}: ${term} stands after ${before}`);
      before = word;
    }
  }
  const known = (word: string): boolean =>
    formsOf(word.toLowerCase()).some((form) => definedIn.has(form));
  for (const [, words = ''] of page.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)) {
    if (words !== 'italics' && !known(words)) faults.push(`*${words}* is defined nowhere`);
  }
  return faults;
}

/** A word as it may be bent in a sentence: plural and possessive. */
function formsOf(word: string): string[] {
  const bare = word.replace(/['’]s?$/, '');
  const endings: readonly [RegExp, string][] = [
    [/s$/, ''],
    [/ies$/, 'y'],
    [/es$/, ''],
  ];
  return [word, bare, ...endings.map(([ending, instead]) => bare.replace(ending, instead))];
}
