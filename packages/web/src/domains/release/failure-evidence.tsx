import { entityAddress } from '../../api/entity-address.ts';
import { LogView } from '../../ui/log-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { FailureView } from './release-types.ts';

const lineHeight = 18;

/** The log around what went wrong, with the way to the whole of it. */
export function FailureEvidence({ failure }: { readonly failure: FailureView }) {
  const { lines, attempt, deployment } = failure;
  return (
    <Section
      title="Evidence"
      actions={
        attempt !== null &&
        deployment && (
          <TextLink href={`${entityAddress(deployment.ref)}?attempt=${attempt}`}>
            The whole log
          </TextLink>
        )
      }
    >
      {lines.length === 0 ? (
        <p className="text-secondary">The step wrote no log: what it said stands above.</p>
      ) : (
        <LogView
          label="The log around the error"
          height={Math.min(480, 24 + lines.length * lineHeight)}
          lines={lines.map(({ text, error }, sequence) => ({
            sequence,
            text,
            stream: error ? 'error' : 'out',
          }))}
        />
      )}
    </Section>
  );
}
