import { Section } from '../../ui/section.tsx';
import type { Review } from './rhythm-types.ts';

/** The agenda as it is planned: its points with their minutes. */
export function AgendaOutline({ agenda }: { readonly agenda: Review['agenda'] }) {
  const total = agenda.reduce((sum, { minutes }) => sum + minutes, 0);
  return (
    <Section title="Agenda" note={`${total} minutes`}>
      <ol className="flex flex-col">
        {agenda.map((point, place) => (
          <li
            key={`${place} ${point.title}`}
            className="grid grid-cols-[1fr_auto] items-baseline gap-3 border-l-2 border-line px-3 py-1"
          >
            <span>{point.title}</span>
            <span className="figures text-secondary">{point.minutes} min</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
