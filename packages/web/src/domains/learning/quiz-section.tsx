import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';

type Result = OutputOf<OperationOf<'learning.answerQuiz'>>['results'][number];

function Answered({ result }: { readonly result: Result }) {
  return (
    <div role="status" className="flex flex-col gap-1 border-l-2 border-line pl-3">
      <Status
        tone={result.correct ? 'on-track' : 'off-track'}
        word={result.correct ? 'Right' : 'Not right; try again'}
        plain
      />
      <p>{result.why}</p>
      {result.about.length > 0 && (
        <p className="flex flex-wrap gap-2 text-secondary">
          Read again: <EntityLinks entities={result.about} />
        </p>
      )}
    </div>
  );
}

/** A module's quiz: answers are checked by the server, which says why after each. */
export function QuizSection({ module }: { readonly module: string }) {
  // Shuffled anew at each reading: the first order stays while somebody chooses.
  const { data, error } = useRead('learning.getQuiz', { params: { id: module } });
  const [order, setOrder] = useState(data?.questions);
  if (!order && data) setOrder(data.questions);
  const asked = order?.map((one) => ({
    ...one,
    answered: data?.questions.find(({ key }) => key === one.key)?.answered ?? one.answered,
  }));
  const answer = useWrite('learning.answerQuiz');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [results, setResults] = useState<Readonly<Record<string, Result>>>({});
  if (error) return <ErrorState problem={shownProblem(error)} />;
  if (!asked) return <Skeleton lines={6} />;
  const answers = asked.flatMap(({ key }) => {
    const option = chosen[key];
    return option === undefined ? [] : [{ question: key, option }];
  });
  const open = asked.filter(({ answered }) => !answered).length;
  return (
    <Section
      title="Quiz"
      note={open === 0 ? 'passed' : `${asked.length - open} of ${asked.length} answered rightly`}
    >
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          answer.mutate(
            { params: { id: module }, body: { answers } },
            {
              onSuccess: (told) => {
                setResults({
                  ...results,
                  ...Object.fromEntries(told.results.map((one) => [one.question, one])),
                });
                setChosen({});
              },
            },
          );
        }}
      >
        {asked.map(({ key, question, options, answered }) => {
          const result = results[key];
          return (
            <div key={key} className="flex flex-col gap-2">
              <RadioGroup
                label={question}
                options={options.map((option) => ({ value: option, label: option }))}
                value={chosen[key] ?? ''}
                onValueChange={(option) => setChosen({ ...chosen, [key]: option })}
                {...(answered ? { hint: 'Answered rightly already.' } : {})}
              />
              {result && chosen[key] === undefined && <Answered result={result} />}
            </div>
          );
        })}
        {answer.error && <ErrorState problem={shownProblem(answer.error)} compact />}
        <Button
          tone="primary"
          type="submit"
          className="self-start"
          disabled={answers.length === 0}
          busy={answer.isPending}
        >
          {answers.length === 1 ? 'Check one answer' : `Check ${answers.length} answers`}
        </Button>
      </form>
    </Section>
  );
}
