/** What a picker offers: the entity's id, its name, and what tells namesakes apart. */
export interface ComboboxOption {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
}

/** Asks the server for options; an empty query asks for the likeliest few. Twenty are plenty. */
export type ComboboxSearch = (
  query: string,
  signal: AbortSignal,
) => Promise<readonly ComboboxOption[]>;
