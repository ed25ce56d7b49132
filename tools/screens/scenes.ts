import type { Scene } from './scene.ts'

/** Every page and main state, in the order of the contact sheet. To add a page, add a row. */
export const SCENES: readonly Scene[] = [
  { name: 'first-start', studio: 'new', route: '/', steps: ({ page }) => page.getByText('No pictures yet').waitFor() },
  {
    name: 'generate',
    studio: 'own',
    route: '/',
    steps: ({ page }) =>
      page
        .getByRole('button', { name: /^Picture of/ })
        .first()
        .waitFor(),
  },
  { name: 'generate-running', studio: 'own', route: '/', isBusy: true, steps: ({ page }) => page.locator('.preview').waitFor() },
  {
    name: 'setup',
    studio: 'shared-new',
    route: '/',
    refusals: /401/,
    steps: ({ page }) => page.getByLabel('Password').waitFor(),
  },
  { name: 'sign-in', studio: 'shared', route: '/', refusals: /401/, steps: ({ page }) => page.getByLabel('Password').waitFor() },
  {
    name: 'shared-generate',
    studio: 'shared',
    person: 'Ben',
    route: '/',
    steps: ({ page }) => page.getByText('Sign out').waitFor(),
  },
]
