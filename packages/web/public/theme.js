// Runs before the first paint, so that a chosen theme never flashes the other one. The switch is state/theme.ts.
try {
  const theme = JSON.parse(localStorage.getItem('lectern.theme') ?? 'null')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch (cause) {
  console.info('Lectern follows the system theme: what was chosen here cannot be read.', cause)
}
