import type { FlagConfiguration } from '@throughline/contract';
import { useState } from 'react';
import { Problem, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.ts';
import { ConfigurationConflict } from './configuration-conflict.tsx';
import { readStanding } from './configuration-reading.ts';
import { configurationOf, type FlagInEnvironment, type FlagView } from './flag-types.ts';
import { PrerequisitesEditor } from './prerequisites-editor.tsx';
import { ProposeChange } from './propose-change.tsx';
import { RulesEditor } from './rules-editor.tsx';
import { ServedEditor } from './served-editor.tsx';
import { unfinishedParts } from './shares.ts';
import { TargetsEditor } from './targets-editor.tsx';
import { variationName } from './variation-value.ts';
import { WhoSees } from './who-sees.tsx';

/** Changes how a flag decides in an environment; saved as a whole, against the revision it began with. */
export function ConfigurationEditor({
  flag,
  present,
  start,
  onDone,
}: {
  readonly flag: FlagView;
  /** As the server has it now: newer than what editing began with where somebody saved meanwhile. */
  readonly present: FlagInEnvironment;
  /** What editing begins with: the present configuration, or an earlier one. */
  readonly start: FlagConfiguration;
  readonly onDone: () => void;
}) {
  const save = useWrite('flags.setFlagConfiguration');
  const [draft, setDraft] = useState(() => ({ ...start, on: present.on }));
  const [revision, setRevision] = useState(present.revision);
  const [asking, setAsking] = useState(false);
  const [proposing, setProposing] = useState(false);
  const { variations } = flag;
  const environment = present.environment;
  const change = (part: Partial<FlagConfiguration>) => setDraft({ ...draft, ...part });
  const unfinished = unfinishedParts(draft);
  const stale = save.error instanceof Problem && save.error.code === 'stale_revision';
  const conflict = present.revision !== revision || stale;
  const send = () =>
    save.mutate(
      {
        params: { id: flag.ref, environment: environment.ref },
        body: draft,
        ifMatch: revision,
      },
      {
        onSuccess: () => {
          toast({ title: `${flag.key} decides anew in ${environment.title}` });
          onDone();
        },
        onError: () => setAsking(false),
      },
    );
  return (
    <div className="flex flex-col gap-6">
      <Section
        title="Prerequisites"
        level={3}
        note="Flags that must serve what this one waits for; otherwise everybody gets the off variation."
      >
        <PrerequisitesEditor
          prerequisites={draft.prerequisites}
          onChange={(prerequisites) => change({ prerequisites })}
        />
      </Section>
      <Section title="Lists" level={3} note="Named one by one, before any rule.">
        <TargetsEditor
          targets={draft.targets}
          variations={variations}
          onChange={(targets) => change({ targets })}
        />
      </Section>
      <Section title="Rules" level={3} note="The first whose conditions all hold decides.">
        <RulesEditor
          rules={draft.rules}
          variations={variations}
          environment={environment.ref}
          onChange={(rules) => change({ rules })}
        />
      </Section>
      <Section title="Everybody else" level={3}>
        <ServedEditor
          label="They get"
          served={draft.fallthrough}
          variations={variations}
          onChange={(fallthrough) => change({ fallthrough })}
        />
      </Section>
      <Section title="While it is off" level={3}>
        <div className="sm:max-w-80">
          <Select
            label="Everybody gets"
            value={draft.offVariation === null ? 'none' : String(draft.offVariation)}
            options={[
              ...variations.map((_, at) => ({
                value: String(at),
                label: variationName(variations, at),
              })),
              { value: 'none', label: 'The caller’s own default' },
            ]}
            onValueChange={(value) =>
              change({ offVariation: value === 'none' ? null : Number(value) })
            }
          />
        </div>
      </Section>
      <WhoSees
        flag={flag.ref}
        environment={environment.ref}
        {...(unfinished.length === 0 ? { draft } : {})}
      />
      {conflict && (
        <ConfigurationConflict
          theirs={present}
          mine={{ ...draft, on: present.on }}
          variations={variations}
          onTakeTheirs={() => {
            save.reset();
            onDone();
          }}
          onKeepMine={() => {
            save.reset();
            setRevision(present.revision);
            setDraft({ ...draft, on: present.on });
          }}
        />
      )}
      {save.error && !stale && <ErrorState compact problem={shownProblem(save.error)} />}
      {unfinished.length > 0 && (
        <ul className="text-secondary" aria-label="What is unfinished">
          {unfinished.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      <div className="sticky bottom-0 flex items-center justify-end gap-2 border-t border-line bg-paper py-3">
        <Button onClick={onDone}>Discard</Button>
        {!present.reviewRequired && (
          <Button
            icon="calendar"
            disabled={unfinished.length > 0 || conflict}
            onClick={() => setProposing(true)}
          >
            Plan for later
          </Button>
        )}
        <Button
          tone="primary"
          busy={save.isPending}
          disabled={unfinished.length > 0 || conflict}
          onClick={() => {
            if (present.reviewRequired) setProposing(true);
            else if (environment.production) setAsking(true);
            else send();
          }}
        >
          {present.reviewRequired ? 'Ask for a review' : `Save for ${environment.title}`}
        </Button>
      </div>
      {proposing && (
        <ProposeChange
          flag={flag}
          present={present}
          draft={draft}
          revision={revision}
          onOpenChange={setProposing}
          onDone={onDone}
        />
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Change ${flag.key} in ${environment.title}?`}
        confirmLabel={`Save for ${environment.title}`}
        phrase={flag.key}
        busy={save.isPending}
        onConfirm={send}
      >
        <p>Now {readStanding(configurationOf(present), variations)}.</p>
        <p>Then {readStanding(draft, variations)}.</p>
      </ConfirmDialog>
    </div>
  );
}
