import { LinkButton } from '../../ui/link-button.tsx';

/** A list as a CSV file, with its filters: at the list's own address with `.csv` behind. */
export function ExportLink({ of }: { readonly of: string }) {
  return (
    <LinkButton href={of.replace(/(?=\?|$)/, '.csv')} size="sm" icon="download" download>
      CSV
    </LinkButton>
  );
}
