import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { transaction } from '../../data/database.ts'
import { createBoard, deleteBoard } from '../../data/repositories/boards.ts'
import { createImage, trashImages } from '../../data/repositories/images.ts'
import { createModel } from '../../data/repositories/models.ts'
import { createStylePreset } from '../../data/repositories/style-presets.ts'
import { createUser, deleteUser } from '../../data/repositories/users.ts'
import { FileError } from '../../files/errors.ts'
import { cancelItems } from '../../queue/cancel.ts'
import { claim, enqueue } from '../../queue/testing.ts'
import type { ImageToSave } from '../../worker/session-port.ts'
import { openSessionServer } from '../testing/session-server.ts'
import { createSessionHost } from './session-host.ts'

const picture: ImageToSave = {
  bytes: Buffer.from('picture'),
  thumbnail: Buffer.from('small'),
  placeholder: 'AAAA',
  width: 64,
  height: 32,
  category: 'general',
  isIntermediate: false,
  boardId: null,
  metadata: '{"seed":1}',
  nodeId: 'p',
}

/** What the server does for a session of ann's. */
async function openHost() {
  const server = await openSessionServer({ workerFile: undefined })
  for (const userId of ['ann', 'bert']) {
    const email = `${userId}@here.test`
    await createUser(server.db, { user_id: userId, email, email_folded: email, password_hash: '' })
  }
  await enqueue(server.db, { userId: 'ann' })
  const item = (await claim(server.db))!
  const host = createSessionHost(server, item)
  const addImage = (image_name: string, user_id: string, more: object = {}) =>
    transaction(server.db, (tx) =>
      createImage(tx, { image_name, user_id, image_origin: 'external', image_category: 'general', width: 1, height: 1, ...more }),
    )
  return { ...server, host, item, addImage, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

test('a saved image has its files, its row and its origin', async () => {
  await using server = await openHost()
  const name = await server.host.saveImage(picture)
  expect(await readFile(join(server.root.images, name), 'utf8')).toBe('picture')
  expect(Buffer.from(await server.host.loadImage(name)).toString()).toBe('picture')
  expect(await server.host.loadMetadata(name)).toEqual({ seed: 1 })
  expect(await server.db.selectFrom('images').selectAll().execute()).toMatchObject([
    {
      image_name: name,
      user_id: 'ann',
      image_origin: 'internal',
      width: 64,
      height: 32,
      session_id: server.item.session_id,
      node_id: 'p',
      has_workflow: 1,
    },
  ])
})

test('images of others are not loaded, nor are those that do not exist or lie in the trash', async () => {
  await using server = await openHost()
  await server.addImage('own.png', 'ann')
  await server.addImage('other.png', 'bert')
  await server.addImage('gone.png', 'ann')
  await transaction(server.db, (tx) => trashImages(tx, ['gone.png']))
  await expect(server.host.loadImage('other.png')).rejects.toMatchObject({
    type: 'PermissionError',
    message: 'Queue user is not authorized to access this image',
  })
  for (const name of ['gone.png', 'unknown.png']) {
    await expect(server.host.loadMetadata(name)).rejects.toMatchObject({ message: `Image ${name} not found` })
  }
  expect(await server.host.hasImages(['own.png'])).toBe(true)
  expect(await server.host.hasImages(['own.png', 'other.png'])).toBe(false)
  expect(await server.host.hasImages(['gone.png'])).toBe(false)
})

test('an image goes onto its board as long as the owner may add to it, else it is uncategorised', async () => {
  await using server = await openHost()
  await createBoard(server.db, { board_id: 'own', board_name: 'B', user_id: 'ann' })
  await createBoard(server.db, { board_id: 'other', board_name: 'B', user_id: 'bert' })
  const boardOf = async (boardId: string) => {
    const name = await server.host.saveImage({ ...picture, boardId })
    return (await server.db.selectFrom('images').select('board_id').where('image_name', '=', name).executeTakeFirstOrThrow())
      .board_id
  }
  expect([await boardOf('own'), await boardOf('other'), await boardOf('none')]).toEqual(['own', null, null])
  await transaction(server.db, (tx) => deleteBoard(tx, 'own'))
  expect(await boardOf('own')).toBeNull()
})

test('a session that was canceled saves nothing more and leaves no file', async () => {
  await using server = await openHost()
  await transaction(server.db, (tx) => cancelItems(tx, { queueId: 'default', what: { kind: 'all' } }))
  await expect(server.host.saveImage(picture)).rejects.toMatchObject({ type: 'CanceledError' })
  expect(await server.db.selectFrom('images').selectAll().execute()).toEqual([])
  const files = await readdir(server.root.images, { recursive: true })
  expect(files.filter((name) => /png|webp/.test(name))).toEqual([])
})

test('an account that was deactivated saves and loads nothing more', async () => {
  await using server = await openHost()
  await server.addImage('own.png', 'ann')
  await server.db.updateTable('users').set({ is_active: 0 }).where('user_id', '=', 'ann').execute()
  await expect(server.host.saveImage(picture)).rejects.toMatchObject({ type: 'PermissionError' })
  await expect(server.host.loadImage('own.png')).rejects.toMatchObject({ type: 'PermissionError' })
})

test('a style preset is given to whom it belongs, or when it is public', async () => {
  await using server = await openHost()
  const preset = {
    user_id: 'bert',
    name: 'P',
    positive_prompt: '{prompt}, oil',
    negative_prompt: 'blurred',
    type: 'user',
  } as const
  await createStylePreset(server.db, { ...preset, style_preset_id: 'open', is_public: true })
  await createStylePreset(server.db, { ...preset, style_preset_id: 'closed' })
  expect(await server.host.loadStylePreset('open')).toEqual({ positivePrompt: '{prompt}, oil', negativePrompt: 'blurred' })
  await expect(server.host.loadStylePreset('closed')).rejects.toMatchObject({ type: 'PermissionError' })
  await expect(server.host.loadStylePreset('x')).rejects.toMatchObject({ message: 'Style preset x not found' })
})

test('a model that is not installed any more is missed by its key', async () => {
  await using server = await openHost()
  await expect(server.host.findModel('k')).rejects.toMatchObject({ type: 'UnknownModelException', message: 'Model k not found' })
})

test('items of accounts that may not act any more are canceled when it is their turn', async () => {
  await using server = await openSessionServer({ workerFile: '/nowhere' })
  const actor: Actor = { userId: 'gone', role: 'user', isSystem: false, displayName: null }
  const [itemId = 0] = await server.enqueue({ id: 'g', nodes: {}, edges: [] }, { actor })
  await server.sessions.start()
  await server.hearStatus(itemId, 'canceled')
})

test('the loading of a model is told to whom it is for, without its path', async () => {
  await using server = await openHost()
  await createModel(
    server.db,
    'k',
    JSON.stringify({ name: 'M', base: 'sd-1', type: 'main', format: 'diffusers', hash: 'h', path: '/secret' }),
  )
  await server.host.tellModelLoad({ key: 'k', submodel: 'unet', isLoaded: false })
  await server.host.tellModelLoad({ key: 'gone', submodel: null, isLoaded: true })
  const loads = server.told.filter(({ name }) => name.startsWith('model_load'))
  expect(loads).toMatchObject([
    { name: 'model_load_started', payload: { user_id: 'ann', submodel_type: 'unet', config: { name: 'M' } } },
  ])
  expect(JSON.stringify(loads)).not.toContain('secret')
})

test('an account that is deleted while its picture is stored gets none', async () => {
  await using server = await openHost()
  const { images } = server
  const store: typeof images.store = async (place, files, storeRow) => {
    await transaction(server.db, (tx) => deleteUser(tx, 'ann'))
    return images.store(place, files, storeRow)
  }
  const host = createSessionHost({ ...server, images: { ...images, store } }, server.item)
  await expect(host.saveImage(picture)).rejects.toMatchObject({ type: 'PermissionError' })
  expect(await server.db.selectFrom('images').selectAll().execute()).toEqual([])
  expect(await readdir(server.root.images)).not.toContainEqual(expect.stringMatching(/png$/))
})

test('a full disk fails the node with words that tell no path', async () => {
  await using server = await openHost()
  const store = () => Promise.reject(new FileError('disk_full', 'There is no space left to write into /secret'))
  const host = createSessionHost({ ...server, images: { ...server.images, store } }, server.item)
  await expect(host.saveImage(picture)).rejects.toMatchObject({
    type: 'StorageError',
    message: expect.stringMatching(/^(?!.*secret).*no space/),
  })
  expect(server.logged).toEqual([expect.stringContaining('/secret')])
})
