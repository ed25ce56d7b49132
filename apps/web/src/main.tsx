import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { createStudio } from './app/create-studio.ts'
import { startTexts } from './shared/i18n/index.ts'
import { keepStyles } from './shared/theme/keep-styles.ts'

keepStyles()
const place = document.body.appendChild(document.createElement('div'))
place.id = 'page'
const baseUrl = new URL(document.baseURI).pathname
const studio = createStudio(baseUrl)
await startTexts()
createRoot(place).render(
  <StrictMode>
    <App {...studio} />
  </StrictMode>,
)
