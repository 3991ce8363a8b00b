import { useState } from 'react';
import { WhereIs } from '../../entity/where-is.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** The question “Where is my change?”, and its answer. */
export function AskWhere({
  words,
  onWordsChange,
}: {
  readonly words: string;
  readonly onWordsChange: (words: string) => void;
}) {
  const [typed, setTyped] = useState(words);
  return (
    <search className="flex flex-col gap-4">
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onWordsChange(typed.trim());
        }}
      >
        <div className="w-full max-w-md">
          <TextField
            label="Where is my change?"
            mono
            placeholder="A commit, ini_…, or CORE-12"
            value={typed}
            onValueChange={setTyped}
          />
        </div>
        <Button type="submit">Find it</Button>
      </form>
      {words.length >= 2 && <WhereIs words={words} />}
    </search>
  );
}
