import { openGallery, showPicture, showPictures, waitForTiles } from './places.ts'
import type { Scene } from './scene.ts'

/** Every page and main state, in the order of the contact sheet. To add a page, add a row. */
export const SCENES: readonly Scene[] = [
  {
    name: 'first-start',
    studio: 'new',
    route: '/',
    steps: ({ page }) => page.getByRole('button', { name: 'a flat fox on a teal background' }).waitFor(),
  },
  {
    name: 'first-start-gallery',
    studio: 'new',
    route: openGallery,
    steps: ({ page, say }) => page.getByText(say('gallery:noPictures')).waitFor(),
  },
  { name: 'generate', studio: 'own', route: '/', steps: waitForTiles },
  {
    name: 'generate-running',
    studio: 'own',
    route: '/',
    isBusy: true,
    steps: ({ page, say }) =>
      page
        .getByText(say('queue:step', { step: '', steps: '' }).split(' ')[0] ?? '')
        .first()
        .waitFor(),
  },
  { name: 'gallery', studio: 'own', route: openGallery, steps: waitForTiles },
  {
    name: 'viewer',
    studio: 'own',
    route: showPicture,
    steps: ({ page, say }) =>
      page
        .getByRole('region', { name: say('viewer:viewer') })
        .locator('img')
        .first()
        .waitFor(),
  },
  {
    name: 'viewer-details',
    studio: 'own',
    route: showPicture,
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('viewer:details'), exact: true }).click()
      await page.getByText(say('viewer:created')).waitFor()
    },
  },
  {
    name: 'viewer-gone',
    studio: 'own',
    route: '/?image=00000000-0000-4000-8000-000000000000.png',
    refusals: /404/,
    steps: ({ page, say }) => page.getByText(say('viewer:notHere')).waitFor(),
  },
  {
    name: 'compare',
    studio: 'own',
    route: showPictures,
    steps: ({ page, say }) => page.getByRole('slider', { name: say('viewer:line') }).waitFor(),
  },
  {
    name: 'compare-side-by-side',
    studio: 'own',
    route: showPictures,
    steps: async ({ page, say }) => {
      await page.getByText(say('viewer:sideBySide')).click()
      await page.getByRole('button', { name: say('viewer:differences') }).click()
      await page.getByText(say('viewer:setting')).waitFor()
    },
  },
  { name: 'queue', studio: 'own', route: '/queue', isBusy: true },
  { name: 'models', studio: 'own', route: '/models', steps: ({ page }) => page.getByText('Bottega Starter').first().waitFor() },
  {
    name: 'settings',
    studio: 'own',
    route: '/settings',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('settings:title') }).waitFor(),
  },
  {
    name: 'palette',
    studio: 'own',
    route: '/',
    steps: async ({ page, say }) => {
      await waitForTiles({ page })
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: say('app:openPalette') }).waitFor()
    },
  },
  {
    name: 'hotkeys',
    studio: 'own',
    route: '/queue',
    steps: async ({ page, say }) => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.keyboard.press('Shift+?')
      await page.getByRole('dialog', { name: say('app:showHotkeys') }).waitFor()
    },
  },
  {
    name: 'not-found',
    studio: 'own',
    route: '/nowhere',
    steps: ({ page, say }) => page.getByText(say('app:nothingHere')).waitFor(),
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
  { name: 'shared-generate', studio: 'shared', person: 'Ben', route: '/', steps: waitForTiles },
  { name: 'shared-gallery', studio: 'shared', person: 'Cleo', route: openGallery, steps: waitForTiles },
  {
    name: 'profile',
    studio: 'shared',
    person: 'Ben',
    route: '/profile',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('people:profileTitle') }).waitFor(),
  },
  {
    name: 'users',
    studio: 'shared',
    person: 'Ada',
    route: '/users',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('people:usersTitle') }).waitFor(),
  },
]
