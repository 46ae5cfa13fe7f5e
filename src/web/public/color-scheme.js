// Runs before the first paint, so that a page in the dark never flashes white. A file of its own, not an
// inline script, so that it passes a strict content security policy.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('redrabbit-color-scheme') ?? 'auto';
  } catch {
    // Storage is switched off: follow the system.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
