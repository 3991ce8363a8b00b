import { useRead } from '../api/use-operation.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/section.tsx';

/** Offers the rehearsal organisation to whoever has nothing else to do yet. */
export function RehearsalOffer() {
  const rehearsal = useRead('rehearsal.getRehearsal', {});
  if (!rehearsal.data?.possible) return null;
  const { state } = rehearsal.data;
  return (
    <Section title="Play with a rehearsal organisation">
      <p className="mb-3 max-w-[65ch] text-secondary">
        A company of people who do not exist, with a year behind it and a clock that you can move
        forward: live through a quarter in an hour. It has a database of its own, and is removed in
        one act.
      </p>
      <LinkButton href="/rehearsal">
        {state === 'none' ? 'Choose its size' : 'See how it is'}
      </LinkButton>
    </Section>
  );
}
