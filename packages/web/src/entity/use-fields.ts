import { useState } from 'react';

/** The fields of a form as one value, with a setter for each that stays as its control needs it. */
export function useFields<T extends object>(initial: T) {
  const [fields, setFields] = useState(initial);
  const set =
    <K extends keyof T>(name: K) =>
    (value: T[K]) =>
      setFields((before) => ({ ...before, [name]: value }));
  return { fields, set };
}

/** Says of a field that begins with a value that it may become empty. */
export function emptiable<T>(value: T): T | null {
  return value;
}
