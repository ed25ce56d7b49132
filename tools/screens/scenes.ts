import { GALLERY } from './fill.ts'
import { PEOPLE_SCENES } from './people-scenes.ts'
import { openGallery, showPicture, showPictures, waitForStudio, waitForTiles } from './places.ts'
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
  { name: 'generate', studio: 'own', route: '/', steps: waitForStudio },
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
    name: 'gallery-selection',
    studio: 'own',
    route: openGallery,
    steps: async ({ page, say }) => {
      await waitForTiles({ page })
      await page.getByRole('grid').press('Control+a')
      await page.getByText(say('gallery:picked_other', { count: GALLERY.length })).waitFor()
    },
  },
  {
    name: 'gallery-found-nothing',
    studio: 'own',
    route: openGallery,
    steps: async ({ page, say }) => {
      await page.getByRole('searchbox', { name: say('gallery:search') }).fill('zebra')
      await page.getByText(say('gallery:nothingFits')).waitFor()
    },
  },
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
      // the server keeps whether they are open, from one picture of this scene to the next
      const details = page.getByRole('button', { name: say('viewer:details'), exact: true })
      const close = page.getByRole('button', { name: say('viewer:closeDetails') })
      await details.waitFor()
      if ((await details.getAttribute('aria-pressed')) !== 'true') await details.click()
      await close.waitFor()
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
  {
    name: 'queue',
    studio: 'own',
    route: '/queue',
    isBusy: true,
    steps: ({ page }) => page.getByText('a flat owl on a purple background').first().waitFor(),
  },
  {
    name: 'queue-empty',
    studio: 'new',
    route: '/queue',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('queue:title') }).waitFor(),
  },
  {
    name: 'queue-failed',
    studio: 'own',
    route: '/queue',
    steps: ({ page, say }) =>
      page
        .getByRole('button', { name: say('queue:noPrompt') })
        .first()
        .click(),
  },
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
    steps: async (stage) => {
      const { page, say } = stage
      await waitForStudio(stage)
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
  ...PEOPLE_SCENES,
]
