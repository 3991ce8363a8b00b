/** Grey bars in the place of text that is on its way; `lines` of them. It does not move. */
export function Skeleton({
  lines = 3,
  label = 'Loading',
}: {
  readonly lines?: number;
  readonly label?: string;
}) {
  return (
    <div role="status" className="flex flex-col gap-2 py-1">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span
          key={index}
          aria-hidden="true"
          className="skeleton-bar block h-4"
          style={{ width: `${[92, 78, 85, 64][index % 4] ?? 80}%` }}
        />
      ))}
    </div>
  );
}
