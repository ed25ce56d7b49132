import { findBoard, followLink, openGallery, openSharing, scrollTo, waitForStudio, waitForTiles } from './places.ts'
import type { Scene, Stage } from './scene.ts'

/** The pages and states of a server that several people use, and of those who come by a link. */
export const PEOPLE_SCENES: readonly Scene[] = [
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
    steps: async (stage) => {
      await openSharing(stage, 'Sketches')
      await stage.page.getByLabel(stage.say('boards:whatMay', { name: 'Cleo' })).waitFor()
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
  {
    name: 'share-many',
    studio: 'crowd',
    person: 'Ben',
    route: openGallery,
    steps: async (stage) => {
      await openSharing(stage, 'Sea life')
      await stage.page.getByText(stage.say('boards:linkWithPassword')).waitFor()
    },
  },
  {
    name: 'share-search',
    studio: 'crowd',
    person: 'Ben',
    route: openGallery,
    steps: async (stage) => {
      await openSharing(stage, 'Sea life')
      await stage.page.getByRole('combobox', { name: stage.say('boards:findPerson') }).fill('a')
      await stage.page.getByRole('listbox').getByRole('option').first().waitFor()
    },
  },
  {
    name: 'share-new-link',
    studio: 'crowd',
    person: 'Ben',
    route: openGallery,
    steps: async (stage) => {
      const { page, say } = stage
      await openSharing(stage, 'Sea life')
      await page.getByRole('button', { name: say('boards:newLink') }).click()
      await scrollTo(page.getByRole('button', { name: say('boards:makeLink') }))
    },
  },
  {
    name: 'share-link-end',
    studio: 'crowd',
    person: 'Ben',
    route: openGallery,
    steps: async (stage) => {
      const { page, say } = stage
      await openSharing(stage, 'Sea life')
      await page
        .getByRole('button', { name: say('boards:closeThisLink', { link: '' }) })
        .first()
        .click()
      await scrollTo(page.getByText(say('boards:linkEnds')))
    },
  },
  {
    name: 'share-link-made',
    studio: 'crowd',
    person: 'Ben',
    route: openGallery,
    steps: async (stage) => {
      const { page, say, client } = stage
      await openSharing(stage, 'Sea life')
      await page.getByRole('button', { name: say('boards:newLink') }).click()
      await page.getByRole('button', { name: say('boards:makeLink') }).click()
      await scrollTo(page.getByRole('button', { name: say('boards:done') }))
      // the next picture begins as this one did
      const { board_id } = await findBoard(client, 'Sea life')
      const made = (await client.listLinks({ params: { board_id } })).at(-1)
      if (made) await client.revokeLink({ params: { board_id, link_id: made.id } })
    },
  },
  {
    name: 'trash-picked',
    studio: 'shared',
    person: 'Ben',
    route: '/trash',
    steps: ({ page }) => page.getByRole('checkbox').first().check(),
  },
  {
    name: 'trash-purge',
    studio: 'shared',
    person: 'Ben',
    route: '/trash',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('trash:purgeAll') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'trash-empty',
    studio: 'shared',
    person: 'Cleo',
    route: '/trash',
    steps: ({ page, say }) => page.getByText(say('trash:empty')).waitFor(),
  },
  {
    name: 'keys',
    studio: 'crowd',
    person: 'Ben',
    route: '/profile',
    steps: ({ page, say }) => scrollTo(page.getByRole('button', { name: say('people:makeKey') })),
  },
  {
    name: 'key-made',
    studio: 'shared',
    person: 'Cleo',
    route: '/profile',
    steps: async ({ page, say, client }) => {
      await page.getByRole('button', { name: say('people:makeKey') }).click()
      await page
        .getByRole('textbox', { name: say('people:keyName') })
        .last()
        .fill('Wall in the foyer')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say('people:makeKey') })
        .click()
      await page.getByText(/^bottega_/).waitFor()
      for (const key of await client.listApiKeys()) await client.deleteApiKey({ params: { key_id: key.id } })
    },
  },
  {
    name: 'profile-end',
    studio: 'crowd',
    person: 'Cleo',
    route: '/profile',
    steps: ({ page, say }) => scrollTo(page.getByRole('list', { name: say('people:accessTitle') })),
  },
  {
    name: 'access-notice',
    studio: 'crowd',
    person: 'Cleo',
    route: '/',
    steps: ({ page, say }) => page.getByRole('button', { name: say('people:accessNoted') }).waitFor(),
  },
  {
    name: 'users-many',
    studio: 'crowd',
    person: 'Ada',
    route: '/users',
    steps: ({ page }) => page.getByText('maximiliane.von').waitFor(),
  },
  {
    name: 'users-menu',
    studio: 'crowd',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:actsOn', { name: 'Ben' }) }).click()
      await page.getByRole('menuitem', { name: say('people:openWork') }).waitFor()
    },
  },
  {
    name: 'open-account',
    studio: 'crowd',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:actsOn', { name: 'Ben' }) }).click()
      await page.getByRole('menuitem', { name: say('people:openWork') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'user-sessions',
    studio: 'crowd',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:actsOn', { name: 'Ben' }) }).click()
      await page.getByRole('menuitem', { name: say('people:sessionsTitle') }).click()
      await page.getByRole('dialog').getByRole('listitem').first().waitFor()
    },
  },
  {
    name: 'reset-link',
    studio: 'crowd',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:actsOn', { name: 'Ben' }) }).click()
      await page.getByRole('menuitem', { name: say('people:resetAction') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'invitations',
    studio: 'crowd',
    person: 'Ada',
    route: '/users',
    steps: ({ page, say }) => scrollTo(page.getByRole('list', { name: say('people:invitations') })),
  },
  {
    name: 'invitation-used',
    studio: 'crowd',
    route: async ({ ask }) => {
      const { id, url } = await ask('Ada').createInvitation({ body: {} })
      await ask('Ada').revokeInvitation({ params: { invitation_id: id } })
      const { pathname, hash } = new URL(url)
      return pathname + hash
    },
    refusals: /40[01]/,
    steps: ({ page, say }) => page.getByRole('heading', { name: say('people:linkOverTitle') }).waitFor(),
  },
  {
    name: 'new-password',
    studio: 'crowd',
    route: async ({ ask }) => {
      const [user] = (await ask('Ada').listUsers()).filter(({ display_name }) => display_name === 'Ben')
      const { url } = await ask('Ada').createResetLink({ params: { user_id: user?.user_id ?? '' }, body: {} })
      const { pathname, hash } = new URL(url)
      return pathname + hash
    },
    refusals: /401/,
    steps: ({ page, say }) => page.getByRole('heading', { name: say('people:newPasswordTitle') }).waitFor(),
  },
  {
    name: 'forgotten',
    studio: 'crowd',
    route: '/',
    refusals: /401/,
    steps: ({ page, say }) => page.getByRole('button', { name: say('people:forgotten') }).click(),
  },
  {
    name: 'hand-over-trial',
    studio: 'crowd',
    person: 'Ada',
    route: '/hand-over',
    steps: async ({ page, say }) => {
      await page.getByLabel(say('administration:from'), { exact: true }).selectOption({ label: 'Amara Brandt' })
      await page.getByLabel(say('administration:to'), { exact: true }).selectOption({ label: 'Ben' })
      await page.getByText(say('administration:wouldGo', { name: 'Ben', what: '' }).split(':')[0] ?? '').waitFor()
    },
  },
  {
    name: 'hand-over-past',
    studio: 'crowd',
    person: 'Ada',
    route: '/hand-over',
    steps: ({ page, say }) => scrollTo(page.getByRole('list', { name: say('administration:past') })),
  },
  { name: 'audit-many', studio: 'crowd', person: 'Ada', route: '/audit', steps: waitForEntries },
  {
    name: 'audit-nothing',
    studio: 'crowd',
    person: 'Ada',
    route: '/audit',
    steps: async (stage) => {
      const { page, say } = stage
      await waitForEntries(stage)
      await page.getByLabel(say('audit:from')).fill('2000-01-01')
      await page.getByLabel(say('audit:to')).fill('2000-01-02')
      await page.getByText(say('audit:nothing')).waitFor()
    },
  },
  {
    name: 'delete-account-transfer',
    studio: 'shared',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByRole('button', { name: say('people:actsOn', { name: 'Ben' }) }).click()
      await page.getByRole('menuitem', { name: say('people:deleteUser') }).click()
      await page.getByLabel(say('people:fateTransfer')).check()
      await page.getByLabel(say('people:receiver')).waitFor()
    },
  },
  {
    name: 'for-administrators',
    studio: 'shared',
    person: 'Ben',
    route: '/audit',
    steps: ({ page, say }) => page.getByText(say('audit:forAdmins')).waitFor(),
  },
  {
    name: 'public-link-wrong',
    studio: 'shared',
    route: (setting) => followLink(setting, 'open sesame'),
    refusals: /401/,
    steps: async ({ page }) => {
      await page.locator('input[type=password]').fill('open')
      await page.keyboard.press('Enter')
      await page.locator('.fault:not(:empty)').waitFor()
    },
  },
  {
    name: 'public-link-gone',
    studio: 'shared',
    route: '/link/0123456789abcdefghijklmn',
    refusals: /404/,
    steps: ({ page }) => page.locator('#note h1').waitFor(),
  },
  {
    name: 'invitation-address',
    studio: 'shared',
    route: async ({ ask, isPhone }) => {
      const email = `nora-${isPhone ? 'phone' : 'desk'}@studio.example`
      const { pathname, hash } = new URL((await ask('Ada').createInvitation({ body: { email } })).url)
      return pathname + hash
    },
    refusals: /401/,
    steps: ({ page, say }) => page.getByText(say('people:acceptFor')).waitFor(),
  },
  {
    name: 'notices-many',
    studio: 'shared',
    person: 'Ben',
    // handed over and taken back
    route: async ({ ask }) => {
      const [ada, users] = [ask('Ada'), await ask('Ada').listUsers()]
      const idOf = (name: string) => users.find(({ display_name }) => display_name === name)?.user_id ?? ''
      const { board_id } = await findBoard(ask('Ben'), 'Sketches')
      const { id } = await ada.transferContent({ body: { from_user_id: idOf('Ben'), to_user_id: idOf('Cleo'), board_id } })
      await ada.undoTransfer({ params: { transfer_id: id ?? '' } })
      return '/profile'
    },
    steps: ({ page, say }) => page.getByRole('button', { name: say('people:accessAllNoted') }).waitFor(),
  },
  {
    name: 'unowned',
    studio: 'switched',
    person: 'Ada',
    route: openGallery,
    steps: ({ page, say }) => page.getByRole('link', { name: say('boards:handUnownedOver') }).waitFor(),
  },
  {
    name: 'unowned-people',
    studio: 'switched',
    person: 'Ada',
    route: '/users',
    steps: async ({ page, say }) => {
      await page.getByText(say('people:backupNone')).waitFor()
      await page
        .getByRole('main')
        .getByRole('link', { name: say('boards:handUnownedOver') })
        .last()
        .waitFor()
    },
  },
  {
    name: 'unowned-hand-over',
    studio: 'switched',
    person: 'Ada',
    route: '/hand-over?from=system',
    steps: async ({ page, say }) => {
      await page.getByLabel(say('administration:to'), { exact: true }).selectOption({ label: 'Ben' })
      await page.getByText(say('administration:wouldGo', { name: 'Ben', what: '' }).split(':')[0] ?? '').waitFor()
    },
  },
  {
    name: 'notice-password',
    studio: 'switched',
    person: 'Ben',
    route: openGallery,
    steps: ({ page, say }) => page.getByRole('button', { name: say('people:accessNoted') }).waitFor(),
  },
  {
    name: 'trash-many',
    studio: 'switched',
    person: 'Cleo',
    route: '/trash',
    steps: ({ page }) => page.getByRole('checkbox').nth(20).waitFor(),
  },
  {
    name: 'public-link-many',
    studio: 'switched',
    route: (setting) => followLink(setting, undefined, 'Everything from the harbour', 'Cleo'),
    steps: ({ page }) => page.locator('#pictures img').nth(50).waitFor(),
  },
  {
    name: 'public-link-empty',
    studio: 'switched',
    route: async ({ ask }) => {
      const { board_id } = await ask('Cleo').createBoard({ query: { board_name: 'Nothing yet' } })
      return `/link/${(await ask('Cleo').createLink({ params: { board_id }, body: {} })).token}`
    },
    steps: ({ page }) => page.locator('#note:not([hidden])').waitFor(),
  },
]

function waitForEntries({ page }: Stage): Promise<unknown> {
  return page.getByRole('row').nth(3).waitFor()
}
