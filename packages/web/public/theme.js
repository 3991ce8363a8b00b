// Runs before the first paint, so that a chosen theme never flashes. "system" needs nothing:
// the style sheet follows the machine by itself. The key is the one in src/app/theme.ts.
try {
  const theme = localStorage.getItem('throughline.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const density = localStorage.getItem('throughline.density');
  if (density === 'compact') document.documentElement.dataset.density = density;
} catch {
  // Storage may be refused; the machine's theme then applies.
}
