import type { Scene } from './scene.ts'

/** Every page and main state, in the order of the contact sheet. To add a page, add a row. */
export const SCENES: readonly Scene[] = [
  {
    name: 'first-start',
    studio: 'new',
    route: '/',
    steps: ({ page }) => page.getByRole('button', { name: 'a flat fox on a teal background' }).waitFor(),
  },
  { name: 'generate', studio: 'own', route: '/', steps: ({ page }) => page.locator('img').nth(3).waitFor({ state: 'attached' }) },
  {
    name: 'generate-running',
    studio: 'own',
    route: '/',
    isBusy: true,
    steps: ({ page, say }) => page.getByRole('figure', { name: say('queue:inTheMaking') }).waitFor(),
  },
  {
    name: 'setup',
    studio: 'shared-new',
    route: '/',
    refusals: /401/,
    steps: ({ page, say }) => page.getByRole('heading', { name: say('people:welcome') }).waitFor(),
  },
  {
    name: 'sign-in',
    studio: 'shared',
    route: '/',
    refusals: /401/,
    steps: ({ page, say }) => page.getByRole('heading', { name: say('people:signInTitle') }).waitFor(),
  },
  {
    name: 'shared-generate',
    studio: 'shared',
    person: 'Ben',
    route: '/',
    steps: ({ page }) => page.locator('img').nth(3).waitFor({ state: 'attached' }),
  },
]
