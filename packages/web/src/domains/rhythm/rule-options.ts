import { weekdays } from './rule-draft.ts';

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

export const weekdayOptions = weekdays.map((value) => ({ value, label: capital(value) }));

export const monthOptions = Array.from({ length: 12 }, (_, index) => ({
  value: index + 1,
  label: new Date(Date.UTC(2026, index, 1)).toLocaleString('en', {
    month: 'short',
    timeZone: 'UTC',
  }),
}));

export const nthOptions = [
  { value: '1', label: 'First' },
  { value: '2', label: 'Second' },
  { value: '3', label: 'Third' },
  { value: '4', label: 'Fourth' },
  { value: '5', label: 'Fifth' },
  { value: '-1', label: 'Last' },
  { value: '-2', label: 'Second to last' },
  { value: '-3', label: 'Third to last' },
  { value: '-4', label: 'Fourth to last' },
  { value: '-5', label: 'Fifth to last' },
];
