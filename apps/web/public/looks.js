// Before anything is drawn: the colours and the language that were chosen in this browser, so that no others flash up. The colours are
// those of the system until some are chosen.
;(() => {
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('bottega-color-scheme') ?? scheme
    document.documentElement.lang = localStorage.getItem('bottega-language') ?? 'en'
  } catch {
    // no storage is no choice
  }
  const isLight = scheme === 'light' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: light)').matches)
  document.documentElement.dataset.mantineColorScheme = isLight ? 'light' : 'dark'
  document.querySelector('meta[name=theme-color]').content = isLight ? '#ffffff' : '#17181b'
})()
