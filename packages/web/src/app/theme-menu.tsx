import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { setDensity, setTheme, useDensity, useTheme, type Theme } from './theme.ts';

const themes: readonly { readonly theme: Theme; readonly label: string }[] = [
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
  { theme: 'system', label: 'As the system' },
];

/** Chooses theme and row height for this browser. */
export function ThemeMenu() {
  const present = useTheme();
  const density = useDensity();
  return (
    <Menu
      trigger={
        <IconButton
          icon={present === 'light' ? 'sun' : present === 'dark' ? 'moon' : 'monitor'}
          label="Appearance"
        />
      }
      groups={[
        {
          label: 'Theme',
          acts: themes.map(({ theme, label }) => ({
            label,
            checked: theme === present,
            onSelect: () => setTheme(theme),
          })),
        },
        {
          label: 'Rows',
          acts: [
            {
              label: 'Compact',
              checked: density === 'compact',
              onSelect: () => setDensity(density === 'compact' ? 'default' : 'compact'),
            },
          ],
        },
      ]}
    />
  );
}
