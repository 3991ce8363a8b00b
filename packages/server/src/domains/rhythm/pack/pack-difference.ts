import type { AssembledSection, PackContent, PackDifference } from '@throughline/contract';

type Figures = PackDifference['figures'];

function figuresOf(sections: readonly AssembledSection[]) {
  return new Map(
    sections.flatMap(({ key, title, result }) =>
      (result?.figures ?? []).map((figure) => [
        `${key} ${figure.key}`,
        {
          section: title,
          figure: figure.key,
          label: figure.label,
          unit: figure.unit,
          value: figure.value,
        },
      ]),
    ),
  );
}

/** What differs between two packs: figures by section, and what their insights say. */
export function packDifference(
  before: PackContent,
  after: PackContent,
): Pick<PackDifference, 'figures' | 'sentences'> {
  const old = figuresOf(before.sections);
  const present = figuresOf(after.sections);
  const figures: Figures = [];
  for (const [place, { value, ...named }] of present) {
    const earlier = old.get(place);
    if (!earlier) figures.push({ ...named, before: null, after: value, what: 'new' });
    else if (earlier.value !== value) {
      figures.push({ ...named, before: earlier.value, after: value, what: 'changed' });
    }
  }
  for (const [place, { value, ...named }] of old) {
    if (!present.has(place)) figures.push({ ...named, before: value, after: null, what: 'gone' });
  }
  const said = new Map(before.sections.map(({ key, result }) => [key, result?.says ?? '']));
  const sentences = after.sections.flatMap(({ key, title, result }) => {
    const earlier = said.get(key) ?? '';
    const says = result?.says ?? '';
    return says === earlier ? [] : [{ section: title, before: earlier, after: says }];
  });
  return { figures, sentences };
}
