import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

type TemplateSection = OutputOf<
  OperationOf<'operations.getPostmortemTemplate'>
>['sections'][number];

const fills = [
  { value: 'nothing', label: 'Nothing' },
  { value: 'summary', label: 'What is known of the incident' },
  { value: 'impact', label: 'What customers noticed, and how long' },
  { value: 'timeline', label: 'The timeline' },
  { value: 'cause', label: 'The cause in words' },
] as const;

function TemplateDialog({
  sections: before,
  onClose,
}: {
  readonly sections: readonly TemplateSection[];
  readonly onClose: () => void;
}) {
  const save = useWrite('operations.setPostmortemTemplate');
  const [sections, setSections] = useState(before);
  const change = (place: number, to: Partial<TemplateSection>) =>
    setSections(sections.map((one, index) => (index === place ? { ...one, ...to } : one)));
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="The template of postmortems"
      description="For those that are drafted from now on. An administrator sets this."
      submit="Save"
      size="lg"
      busy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutateAsync({ body: { sections: [...sections] } })}
    >
      <ol className="flex flex-col gap-4">
        {sections.map((section, place) => (
          <li key={place} className="flex items-start gap-2 border-l-2 border-line pl-3">
            <div className="flex min-w-0 grow flex-col gap-2">
              <TextField
                label={`Section ${place + 1}`}
                required
                maxLength={100}
                value={section.title}
                onValueChange={(title) => change(place, { title })}
              />
              <TextArea
                label={`What section ${place + 1} asks`}
                rows={2}
                value={section.prompt}
                onValueChange={(prompt) => change(place, { prompt })}
              />
              <Select
                label={`Section ${place + 1} begins with`}
                options={fills}
                value={section.fills}
                onValueChange={(value) => change(place, { fills: value })}
              />
            </div>
            <IconButton
              icon="trash"
              size="sm"
              label={`Remove section ${place + 1}`}
              disabled={sections.length === 1}
              onClick={() => setSections(sections.filter((_, index) => index !== place))}
            />
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        icon="plus"
        className="self-start"
        disabled={sections.length >= 20}
        onClick={() =>
          setSections([...sections, { title: 'New section', prompt: '', fills: 'nothing' }])
        }
      >
        Add a section
      </Button>
    </FormDialog>
  );
}

/** What a new postmortem asks. */
export function PostmortemTemplate() {
  const template = useRead('operations.getPostmortemTemplate', {});
  const [changing, setChanging] = useState(false);
  const sections = template.data?.sections;
  return (
    <Section
      title="Template of postmortems"
      note="It asks what happened, never who did it"
      actions={
        <Button size="sm" icon="edit" disabled={!sections} onClick={() => setChanging(true)}>
          Change the template
        </Button>
      }
    >
      {template.error && <ErrorState problem={shownProblem(template.error)} compact />}
      <ol className="flex list-decimal flex-col gap-1 pl-6">
        {sections?.map((section, place) => (
          <li key={place}>
            {section.title} <span className="text-secondary">{section.prompt}</span>
          </li>
        ))}
      </ol>
      {changing && sections && (
        <TemplateDialog sections={sections} onClose={() => setChanging(false)} />
      )}
    </Section>
  );
}
