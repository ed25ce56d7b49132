import { GALLERY } from './fill.ts'
import { followLink, openGallery, showPicture, showPictures, waitForStudio, waitForTiles } from './places.ts'
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
  { name: 'shared-generate', studio: 'shared', person: 'Ben', route: '/', steps: waitForStudio },
  { name: 'shared-gallery', studio: 'shared', person: 'Cleo', route: openGallery, steps: waitForTiles },
  {
    name: 'profile',
    studio: 'shared',
    person: 'Ben',
    route: '/profile',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('people:profileTitle') }).waitFor(),
  },
  {
    name: 'everyone',
    studio: 'shared',
    person: 'Ada',
    route: openGallery,
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('boards:everyonesWork') }).click()
      await page.getByText(say('people:everyone')).waitFor()
      await waitForTiles({ page })
    },
  },
  {
    name: 'users-export',
    studio: 'shared',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:actsOn', { name: 'Cleo' }) }).click()
      await page.getByRole('menuitem', { name: say('people:exportAction') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'users',
    studio: 'shared',
    person: 'Ada',
    route: '/users',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('people:usersTitle') }).waitFor(),
  },
  {
    name: 'users-new',
    studio: 'shared',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:addUser') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'sign-in-wrong',
    studio: 'shared',
    route: '/',
    refusals: /401/,
    steps: async ({ page, say }) => {
      await page.getByLabel(say('people:email')).fill('ben@studio.example')
      await page.getByLabel(say('people:password'), { exact: true }).fill('not this one')
      await page.getByRole('button', { name: say('people:signIn'), exact: true }).click()
      await page.getByText(say('people:credentialsWrong')).waitFor()
    },
  },
  {
    name: 'session-over',
    studio: 'shared',
    person: 'Cleo',
    route: '/',
    refusals: /401/,
    steps: async (stage) => {
      const { page, say, client } = stage
      await waitForStudio(stage)
      await client.endOtherSessions()
      await page.getByRole('dialog', { name: say('people:sessionOver') }).waitFor()
    },
  },
  {
    name: 'user-menu',
    studio: 'shared',
    person: 'Cleo',
    route: '/models',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:accountOf', { name: 'Cleo' }) }).click()
      await page.getByRole('menuitem', { name: say('people:signOut') }).waitFor()
    },
  },
  {
    name: 'share',
    studio: 'shared',
    person: 'Ben',
    route: openGallery,
    steps: async ({ page, say, isPhone }) => {
      if (isPhone) await page.getByRole('button', { name: say('boards:all') }).click()
      await page.getByRole('button', { name: say('boards:actsFor', { name: 'Sketches' }) }).click()
      await page.getByRole('menuitem', { name: say('boards:share') }).click()
      await page.getByLabel(say('boards:whatMay', { name: 'Cleo' })).waitFor()
    },
  },
  {
    name: 'trash',
    studio: 'shared',
    person: 'Ben',
    route: '/trash',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('trash:title') }).waitFor(),
  },
  {
    name: 'new-key',
    studio: 'shared',
    person: 'Ben',
    route: '/profile',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:makeKey') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'hand-over',
    studio: 'shared',
    person: 'Ada',
    route: '/hand-over',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('administration:title') }).waitFor(),
  },
  {
    name: 'audit',
    studio: 'shared',
    person: 'Ada',
    route: '/audit',
    steps: ({ page, say }) => page.getByRole('heading', { level: 1, name: say('audit:title') }).waitFor(),
  },
  {
    name: 'invite',
    studio: 'shared',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:invite') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'invitation',
    studio: 'shared',
    route: async ({ ask }) => {
      const { url } = await ask('Ada').createInvitation({ body: {} })
      const { pathname, hash } = new URL(url)
      return pathname + hash
    },
    refusals: /401/,
    steps: ({ page, say }) => page.getByRole('heading', { name: say('people:acceptTitle') }).waitFor(),
  },
  {
    name: 'delete-account',
    studio: 'shared',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:actsOn', { name: 'Cleo' }) }).click()
      await page.getByRole('menuitem', { name: say('people:deleteUser') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'public-link',
    studio: 'shared',
    route: followLink,
    steps: ({ page }) => page.locator('#pictures img').first().waitFor(),
  },
  {
    name: 'public-link-picture',
    studio: 'shared',
    route: followLink,
    steps: async ({ page }) => {
      await page.locator('#pictures button').first().click()
      await page.locator('#picture[src^=blob]').waitFor()
    },
  },
  {
    name: 'public-link-locked',
    studio: 'shared',
    route: (setting) => followLink(setting, 'open sesame'),
    refusals: /401/,
    steps: ({ page }) => page.locator('input[type=password]').waitFor(),
  },
]
