import { EntityLink } from '../../entity/entity-link.tsx';
import { Section } from '../../ui/section.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import type { Pack } from './rhythm-types.ts';

type Difference = NonNullable<Pack['difference']>;
type Figure = Difference['figures'][number];

const number = (value: number | null) => (value === null ? '–' : value.toLocaleString('en'));

const columns: readonly TableColumn<Figure>[] = [
  { id: 'section', header: 'Section', cell: (row) => row.section },
  { id: 'figure', header: 'Figure', cell: (row) => row.label },
  { id: 'before', header: 'Before', align: 'end', cell: (row) => number(row.before) },
  { id: 'after', header: 'Now', align: 'end', cell: (row) => number(row.after) },
  { id: 'unit', header: 'Unit', cell: (row) => row.unit },
  { id: 'what', header: 'What', width: '7rem', cell: (row) => row.what },
];

/** What changed against the last pack of the cadence, or against the revision before. */
export function PackDifference({ difference }: { readonly difference: Difference }) {
  const { against, figures, sentences } = difference;
  return (
    <Section
      title="What changed"
      note={
        <>
          against <EntityLink entity={{ ref: against.review, title: against.title }} />, revision{' '}
          {against.revision}
        </>
      }
    >
      {figures.length === 0 && sentences.length === 0 ? (
        <p className="text-secondary">No figure changed.</p>
      ) : (
        <div className="flex flex-col gap-4">
          {figures.length > 0 && (
            <Table
              label="Figures that changed"
              columns={columns}
              rows={figures}
              rowKey={(row) => `${row.section} ${row.figure}`}
              rowName={(row) => row.label}
            />
          )}
          {sentences.length > 0 && (
            <dl className="flex flex-col gap-2">
              {sentences.map(({ section, before, after }) => (
                <div key={section} className="grid gap-x-4 sm:grid-cols-[14rem_1fr]">
                  <dt className="text-secondary">{section}</dt>
                  <dd>
                    {after === '' ? 'Nothing any more.' : after}{' '}
                    {before !== '' && <span className="text-tertiary">Before: {before}</span>}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      )}
    </Section>
  );
}
