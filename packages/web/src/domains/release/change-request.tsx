import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Status } from '../../ui/status.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { forgeNames, reviewLooks } from './forge-words.ts';

type Change = OutputOf<OperationOf<'release.getChange'>>;

const mark = { github: '#', gitlab: '!' } as const;
const states = { open: '', merged: 'Merged there', closed: 'Closed there' } as const;

function OpenRequest({
  change,
  onClose,
}: {
  readonly change: Change;
  readonly onClose: () => void;
}) {
  const open = useWrite('release.openReviewRequest');
  const { fields, set } = useFields({ title: change.title, target: '', body: '' });
  const { title, target, body } = fields;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Open a request"
      submit="Open"
      busy={open.isPending}
      error={open.error}
      onSubmit={() =>
        open.mutateAsync({
          params: { id: change.ref },
          body: { title, body, ...(target === '' ? {} : { target }) },
        })
      }
    >
      <TextField
        label="Title"
        required
        maxLength={200}
        value={title}
        onValueChange={set('title')}
        error={faultOf(open.error, 'title')}
      />
      <TextField
        label="Onto the branch"
        mono
        hint="Empty: the default branch."
        value={target}
        onValueChange={set('target')}
        error={faultOf(open.error, 'target')}
      />
      <TextArea label="What it does" value={body} onValueChange={set('body')} />
    </FormDialog>
  );
}

/** A change's pull or merge request on its forge, or the act that opens one. */
export function ChangeRequest({ change }: { readonly change: Change }) {
  const repository = change.repository.ref;
  const { data } = useRead('release.getForge', { params: { id: repository } });
  const [opening, setOpening] = useState(false);
  const request = change.reviewRequest;
  const mayOpen = data?.forge && data.forge.credentials !== 'none' && change.state === 'open';
  if (!request) {
    return (
      <span className="inline-flex flex-wrap items-center gap-2">
        <span className="text-tertiary">None</span>
        {mayOpen && (
          <Button size="sm" tone="quiet" onClick={() => setOpening(true)}>
            Open one
          </Button>
        )}
        {opening && <OpenRequest change={change} onClose={() => setOpening(false)} />}
      </span>
    );
  }
  const [tone, word] = reviewLooks[request.review];
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <TextLink href={request.address}>
        {forgeNames[request.system]} {mark[request.system]}
        {request.number}
      </TextLink>
      <span className="min-w-0 [overflow-wrap:anywhere]">{request.title}</span>
      {request.draft && <Badge>Draft</Badge>}
      {request.state === 'open' ? (
        <Status tone={tone} word={word} plain />
      ) : (
        <Status tone="done" word={states[request.state]} plain />
      )}
      <span className="text-sm text-secondary">
        by {request.author}, seen <Age at={request.seenAt} />
      </span>
    </span>
  );
}
