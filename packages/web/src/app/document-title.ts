const product = 'Throughline';

/**
 * Names the tab after the page's heading, whatever page that is and however late its heading comes;
 * call once. Every page has exactly one `h1`, so that no page has to say its name twice.
 */
export function followHeading(): void {
  let named = '';
  const name = () => {
    const heading = document.querySelector('h1')?.textContent ?? '';
    if (heading === named || heading === '') return;
    named = heading;
    const label = 'fictional' in document.documentElement.dataset ? 'Fictional · ' : '';
    document.title = label + (heading === product ? product : `${heading} · ${product}`);
  };
  new MutationObserver(name).observe(document.body, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  name();
}
