import type { Client } from '@bottega/client'
import type { Page } from '@bottega/testing'
import type { PersonName } from './fill.ts'
import type { Setting, Stage } from './scene.ts'

type Locator = ReturnType<Page['locator']>

/** Where the gallery is: beside the rest on a desk, a tab of its own on a phone. */
export const openGallery = ({ isPhone }: Setting): string => (isPhone ? '/?tab=gallery' : '/')

/** Where the newest picture but one is in large: it has neighbours on both sides. */
export async function showPicture(setting: Setting): Promise<string> {
  const [, second] = await findPictures(setting)
  return `/?image=${second}`
}

/** Where two pictures are compared. */
export async function showPictures(setting: Setting): Promise<string> {
  const [first, , third] = await findPictures(setting)
  return `/?image=${first}&compare=${third}`
}

async function findPictures({ client }: Setting): Promise<readonly string[]> {
  const { items } = await client.listImages({ query: { categories: ['general'], is_intermediate: false, limit: 3 } })
  return items.map(({ image_name }) => image_name)
}

/** Waits for thumbnails; also where they are on a tab that is not shown. */
export const waitForTiles = ({ page }: Pick<Stage, 'page'>): Promise<unknown> =>
  page.locator('img[src*="/thumbnail"]').first().waitFor({ state: 'attached' })

/** Waits until pictures can be made, and on a desk until those are shown that there are. */
export async function waitForStudio({ page, isPhone, say }: Stage): Promise<void> {
  await page.getByLabel(say('generate:prompt'), { exact: true }).waitFor()
  if (!isPhone) await waitForTiles({ page })
}

/** A board of somebody by its name. */
export async function findBoard(client: Client, name: string): Promise<{ readonly board_id: string }> {
  const boards = await client.listBoards({ query: { all: true } })
  const board = (Array.isArray(boards) ? boards : boards.items).find(({ board_name }) => board_name === name)
  if (board === undefined) throw new Error(`there is no board ${name}`)
  return board
}

/** Where a public link leads to a board of Ben, be it with a password. */
export async function followLink(
  { ask }: Setting,
  password?: string,
  name = 'Sea life',
  by: PersonName = 'Ben',
): Promise<string> {
  const ben = ask(by)
  const board = await findBoard(ben, name)
  const { token } = await ben.createLink({ params: board, body: { ...(password !== undefined && { password }) } })
  return `/link/${token}`
}

/** Opens the dialog in which a board is shared. */
export async function openSharing({ page, say, isPhone }: Stage, board: string): Promise<void> {
  if (isPhone) await page.getByRole('button', { name: say('boards:all') }).click()
  await page.getByRole('button', { name: say('boards:actsFor', { name: board }) }).click()
  await page.getByRole('menuitem', { name: say('boards:share') }).click()
  await page.getByRole('dialog').waitFor()
}

/** Brings something into view. */
export const scrollTo = (what: Locator): Promise<void> => what.scrollIntoViewIfNeeded()
