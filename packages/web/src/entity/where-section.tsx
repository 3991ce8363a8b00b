import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/section.tsx';
import { WhereIs } from './where-is.tsx';

/** Where the changes of a piece of work are by now, once somebody wants to know. */
export function WhereSection({ work }: { readonly work: string }) {
  const [asked, setAsked] = useState(false);
  return (
    <Section
      title="Where its changes are"
      note="lines, releases, environments, flags"
      actions={!asked && <Button onClick={() => setAsked(true)}>Look</Button>}
    >
      {asked && <WhereIs words={work} />}
    </Section>
  );
}
