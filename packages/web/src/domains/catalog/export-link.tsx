import { LinkButton } from '../../ui/link-button.tsx';

/** A list or a series as a CSV file. */
export function ExportLink({ href }: { readonly href: string }) {
  return (
    <LinkButton href={href} size="sm" icon="download" download>
      CSV
    </LinkButton>
  );
}
