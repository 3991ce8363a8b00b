import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { call } from '../../api/call.ts';
import { entityAddress, kindOfReference, kindWords } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChecklistField, type ChecklistRow } from './checklist-field.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.getDesignRelease'>>;

/** Submits a design for review, or changes one. */
export function DesignReleaseDialog({
  release,
  onClose,
}: {
  readonly release?: DesignRelease;
  readonly onClose: () => void;
}) {
  const create = useWrite('delivery.createDesignRelease');
  const change = useWrite('delivery.changeDesignRelease');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: release?.title ?? '',
    summary: release?.summary ?? '',
    ownerUnit: optionOf(release?.ownerUnit),
    designs: optionOf(release?.designs),
    file: release?.file ?? '',
    version: release?.version ?? '',
    checklist: (release?.checklist ?? []).map((item, index) => ({
      key: String(index),
      ...item,
    })) as readonly ChecklistRow[],
    revision: release?.revision ?? 0,
  });
  const search = useCallback(async (query: string, signal: AbortSignal) => {
    const pages = await Promise.all(
      (['feature', 'initiative'] as const).map((kind) =>
        call('entities.listEntities', { query: { q: query, limit: 10, kind } }, signal),
      ),
    );
    return pages
      .flatMap(({ items }) => items)
      .map(({ ref, title }) => ({
        id: ref as string,
        label: title,
        detail: kindWords(kindOfReference(ref) ?? ''),
      }));
  }, []);
  const error = release ? change.error : create.error;
  const common = {
    title: fields.title,
    summary: fields.summary,
    ownerUnit: fields.ownerUnit?.id ?? '',
    file: fields.file,
    version: fields.version,
    checklist: fields.checklist.map(({ text, standard, result, note }) => ({
      text,
      result,
      note,
      ...(standard === null ? {} : { standard }),
    })),
  };
  const designs = fields.designs?.id ?? null;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={release ? `Change ${release.title}` : 'Submit a design'}
      description={
        release && release.state !== 'pending'
          ? 'Another file, version or subject asks for a new verdict.'
          : undefined
      }
      size="lg"
      submit={release ? 'Change' : 'Submit'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={async () => {
        if (release) {
          const moved = designs !== (release.designs?.ref ?? null);
          await change.mutateAsync({
            params: { id: release.ref },
            body: { ...common, ...(moved ? { designs } : {}) },
            ifMatch: fields.revision,
          });
          return;
        }
        const made = await create.mutateAsync({
          body: { ...common, ...(designs === null ? {} : { designs }) },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Title"
        required
        maxLength={200}
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea label="Summary" value={fields.summary} onValueChange={set('summary')} />
      <EntityPicker
        label="Owner unit"
        kind="unit"
        required
        value={fields.ownerUnit}
        onValueChange={set('ownerUnit')}
        error={faultOf(error, 'ownerUnit')}
      />
      <Combobox
        label="Designs of"
        hint="A feature or an initiative; none for a release of the design system."
        search={search}
        placeholder="Type to search"
        value={fields.designs}
        onValueChange={set('designs')}
        error={faultOf(error, 'designs')}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField
          label="Design file"
          type="url"
          required
          placeholder="https://"
          value={fields.file}
          onValueChange={set('file')}
          error={faultOf(error, 'file')}
        />
        <TextField
          label="Version"
          required
          maxLength={200}
          mono
          value={fields.version}
          onValueChange={set('version')}
          error={faultOf(error, 'version')}
        />
      </div>
      <ChecklistField value={fields.checklist} onValueChange={set('checklist')} />
    </FormDialog>
  );
}
