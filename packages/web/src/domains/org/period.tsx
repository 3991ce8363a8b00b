import { PlainDate } from '../../ui/time.tsx';

/** A period in words: “always”, “since 4 Jan 2027”, “until 3 March”, or both. */
export function Period({
  since,
  until,
}: {
  readonly since: string | null;
  readonly until: string | null;
}) {
  if (since === null && until === null) return <span className="text-tertiary">Always</span>;
  return (
    <span>
      {since !== null && (
        <>
          since <PlainDate date={since} />
        </>
      )}
      {since !== null && until !== null && ' '}
      {until !== null && (
        <>
          until <PlainDate date={until} />
        </>
      )}
    </span>
  );
}
