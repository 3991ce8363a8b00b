import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { keyFor } from './key-for.ts';
import { ListRows } from './list-rows.tsx';
import { linesOf, parametersOf } from './parameter-lines.ts';
import type { Cycle } from './rhythm-types.ts';
import { useChangeHeld } from './use-change-cycle.ts';

type Section = Cycle['template']['pack'][number];

interface Row {
  readonly section: Section;
  readonly lines: string;
}

/** Rows as sections, new ones with a key made of their title. */
function sectionsOf(rows: readonly Row[]): Section[] {
  const taken = new Set(rows.map(({ section }) => section.key).filter((key) => key !== ''));
  return rows.map(({ section, lines }) => {
    const key = section.key || keyFor(section.title, taken, 'section');
    taken.add(key);
    return { ...section, key, parameters: parametersOf(lines) };
  });
}

/** Changes what the packs of a copied cycle hold: insights in order, with their parameters. */
export function CyclePackDialog({
  cycle,
  session,
  onClose,
}: {
  readonly cycle: Cycle;
  /** The key of the session that it is of; the cycle's own without it. */
  readonly session?: string | undefined;
  readonly onClose: () => void;
}) {
  const { held, title: of, fieldOf, saveHeld, busy, error } = useChangeHeld(cycle, session);
  const insights = useRead('insights.listInsights', {});
  const [rows, setRows] = useState<Row[]>(() =>
    held.pack.map((section) => ({ section, lines: linesOf(section.parameters) })),
  );
  const offered = (insights.data?.items ?? []).map(({ key, title }) => ({
    value: key,
    label: `${title} (${key})`,
  }));
  const describes = new Map(insights.data?.items.map((one) => [one.key, one.describes]));
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`${of}Change the pack`}
      description="What is assembled at the freeze. $unit, $cadence, $since, $fiscalYear, $fiscalQuarter, $sprint and $subject become those of the review."
      submit="Change"
      busy={busy}
      error={error}
      onSubmit={() => {
        const pack = sectionsOf(rows);
        const kept = new Set(pack.map(({ key }) => key));
        return saveHeld({
          pack,
          agenda: held.agenda.map((point) => ({
            ...point,
            sections: point.sections.filter((key) => kept.has(key)),
          })),
        });
      }}
    >
      <ListRows
        label="Sections"
        rows={rows}
        nameOf={({ section }, place) => section.title || `section ${place + 1}`}
        add={{
          label: 'Add a section',
          row: () => ({
            section: { key: '', title: '', insight: '', parameters: {} },
            lines: '',
          }),
        }}
        empty="This cycle has no pack."
        onRowsChange={setRows}
      >
        {({ section, lines }, place, change) => (
          <div className="grid gap-2 sm:grid-cols-2">
            <TextField
              label={`Title of section ${place + 1}`}
              required
              value={section.title}
              onValueChange={(title) => change({ section: { ...section, title }, lines })}
            />
            <Select
              label={`Insight of section ${place + 1}`}
              required
              placeholder="Choose an insight"
              hint={describes.get(section.insight)}
              options={
                section.insight === '' || describes.has(section.insight)
                  ? offered
                  : [...offered, { value: section.insight, label: `${section.insight} (missing)` }]
              }
              value={section.insight}
              onValueChange={(insight) => change({ section: { ...section, insight }, lines })}
            />
            <div className="sm:col-span-2">
              <TextArea
                label={`Parameters of section ${place + 1}`}
                mono
                rows={2}
                placeholder="unit: $unit"
                value={lines}
                onValueChange={(value) => change({ section, lines: value })}
                error={place === 0 ? faultOf(error, fieldOf('pack')) : undefined}
              />
            </div>
          </div>
        )}
      </ListRows>
    </FormDialog>
  );
}
