import type { FlagConfiguration, OperationOf, OutputOf } from '@throughline/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { shownProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { contextOf } from './context-of.ts';
import { SampleSees } from './sample-sees.tsx';

type Evaluated = OutputOf<OperationOf<'flags.evaluateFlag'>>;

/** What a context would be served here, and why: by what is saved, or by a draft. */
export function WhoSees({
  flag,
  environment,
  draft,
}: {
  readonly flag: string;
  readonly environment: string;
  readonly draft?: FlagConfiguration;
}) {
  const [kind, setKind] = useState('user');
  const [key, setKey] = useState('');
  const [attributes, setAttributes] = useState('{}');
  const context = contextOf(kind, key, attributes);
  const evaluate = useMutation<Evaluated>({
    mutationFn: () => {
      if ('fault' in context) throw new Error(context.fault);
      return call('flags.evaluateFlag', {
        params: { id: flag, environment },
        body: { context: context.value, ...(draft ? { draft } : {}) },
      });
    },
  });
  const multi = kind === 'multi';
  const { data } = evaluate;
  return (
    <Section
      title="Who would see this?"
      level={3}
      note={draft ? 'Answered by your unsaved draft.' : 'Answered by what is served now.'}
    >
      <form
        className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-[10rem_14rem_1fr_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          if (!evaluate.isPending) evaluate.mutate();
        }}
      >
        <TextField
          label="Context kind"
          mono
          value={kind}
          onValueChange={setKind}
          hint="user, company, …, or multi."
        />
        <TextField
          label="Key"
          mono
          disabled={multi}
          value={multi ? '' : key}
          onValueChange={setKey}
          hint={multi ? 'Each context has its own.' : 'Who it is.'}
        />
        <TextArea
          label="Attributes"
          mono
          rows={2}
          value={attributes}
          onValueChange={setAttributes}
          hint={
            multi
              ? 'A context for each kind: {"user": {"key": "ada"}, "company": {"key": "acme"}}'
              : 'A JSON object: {"country": "AT", "plan": "pro"}'
          }
          error={'fault' in context && context.of === 'attributes' ? context.fault : undefined}
        />
        <span className="sm:pt-6">
          <Button type="submit" busy={evaluate.isPending}>
            Ask
          </Button>
        </span>
      </form>
      {evaluate.error && <ErrorState compact problem={shownProblem(evaluate.error)} />}
      <div role="status">
        {data && (
          <DescriptionList
            entries={[
              {
                term: 'Sees',
                value: (
                  <span className="font-medium">
                    {data.variationName ?? 'The caller’s own default'}
                  </span>
                ),
              },
              { term: 'Value', value: <Mono>{JSON.stringify(data.value)}</Mono> },
              { term: 'Why', value: data.says },
              {
                term: 'Reason',
                value: (
                  <Mono>{[data.reason.kind, data.reason.errorKind].filter(Boolean).join(' ')}</Mono>
                ),
              },
            ]}
          />
        )}
      </div>
      <SampleSees flag={flag} environment={environment} draft={draft} />
    </Section>
  );
}
