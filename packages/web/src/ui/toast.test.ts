import { expect, test } from 'vitest';
import { attachToasts, toast } from './toast.ts';

test('what is said before the region is loaded is shown when it is, once', () => {
  const shown: string[] = [];
  toast({ title: 'Saved' });
  const detach = attachToasts((options) => shown.push(options.title));
  toast({ title: 'Deleted' });
  expect(shown).toEqual(['Saved', 'Deleted']);
  detach();
  toast({ title: 'Restored' });
  expect(shown).toEqual(['Saved', 'Deleted']);
  attachToasts((options) => shown.push(options.title))();
  expect(shown).toEqual(['Saved', 'Deleted', 'Restored']);
});
