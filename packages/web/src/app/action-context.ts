import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { createActionRegistry, type Action, type ActionRegistry } from './actions.ts';

/** The registry of this page load. The app hands one down; tests may hand down another. */
export const ActionContext = createContext<ActionRegistry>(createActionRegistry());

/** Offers actions while the component that calls it is on screen. Memoise the array. */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(ActionContext);
  useEffect(() => registry.register(actions), [registry, actions]);
}

/** Everything that can be done now. */
export function useActionList(): readonly Action[] {
  const registry = useContext(ActionContext);
  return useSyncExternalStore(registry.subscribe, registry.list);
}
