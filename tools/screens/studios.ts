import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@bottega/client'
import { runProgram, startServing } from '@bottega/testing'
import { fillCrowd } from './crowd.ts'
import { addUploadAndStars, GALLERY, makeFailure, makePictures, type PersonName, uploadMany } from './fill.ts'

/**
 * The servers that scenes play on: one that nobody has used and one with pictures, each for one person and for several, one of 200
 * people, which sends mail and whose administrators see private work for a reason only, and one that was one person's before it had
 * accounts, and whose backup failed.
 */
export const STUDIO_NAMES = ['new', 'own', 'shared-new', 'shared', 'crowd', 'switched'] as const

/** One of {@link STUDIO_NAMES}. */
export type StudioName = (typeof STUDIO_NAMES)[number]

/** A server with what is on it. */
export interface Studio {
  readonly url: string
  /** Asks as somebody, or as whoever is at a server without accounts. */
  ask(person?: PersonName): Client
  /** The cookies that a browser of theirs has after signing in. */
  signIn(person: PersonName): Promise<readonly Cookie[]>
  close(): Promise<void>
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly url: string
}

/** What somebody signs in with. */
const credentialsOf = (name: PersonName) => ({
  email: `${name.toLowerCase()}@studio.example`,
  password: `${name} paints 27 foxes`,
})

const MULTIUSER = 'multiuser: true\n'
// nobody listens there; what is asked for is taken
const MAIL = 'smtp_url: smtp://127.0.0.1:9\nmail_from: studio@studio.example\npublic_url: https://studio.example\n'

const SETTINGS: Readonly<Partial<Record<StudioName, string>>> = {
  'shared-new': MULTIUSER,
  shared: MULTIUSER,
  switched: MULTIUSER,
  crowd: `${MULTIUSER}admin_private_view: false\n${MAIL}`,
}

/** Starts a server on a root of its own, and has its content made over the interface. */
export async function openStudio(dist: string, name: StudioName): Promise<Studio> {
  const root = await mkdtemp(join(tmpdir(), `bottega-screens-${name}-`))
  if (name === 'switched') await beginAlone(dist, root)
  if (name in SETTINGS) await writeFile(join(root, 'bottega.yaml'), SETTINGS[name] ?? '')
  const server = await startServing(dist, root)
  const close = async () => {
    await server.stop()
    await rm(root, { recursive: true })
  }
  try {
    const anybody = createClient({ baseUrl: server.url })
    const hasPeople = name === 'shared' || name === 'crowd' || name === 'switched'
    const people = hasPeople ? await addPeople(server.url, anybody) : new Map<PersonName, Client>()
    const ask = (person?: PersonName) => (person === undefined ? anybody : (people.get(person) ?? anybody))
    if (name === 'own') await fillGallery(anybody)
    if (name === 'shared') await fillShared(ask)
    if (name === 'crowd') await fillCrowd(ask)
    if (name === 'switched') await fillSwitched(ask, dist, root)
    return { url: server.url, ask, signIn: (person) => signIn(server.url, person), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function fillGallery(client: Client): Promise<void> {
  await makePictures(client, GALLERY)
  await addUploadAndStars(client)
  await makeFailure(client)
}

/** What somebody makes before there are accounts. */
async function beginAlone(dist: string, root: string): Promise<void> {
  const server = await startServing(dist, root)
  try {
    await makePictures(createClient({ baseUrl: server.url }), [
      ['a flat owl on a purple background', 'Birds'],
      ['a glossy 3d penguin on an orange background'],
    ])
  } finally {
    await server.stop()
  }
}

/** A backup that failed, a password that an administrator has set, and a board and a trash with many pictures. */
async function fillSwitched(ask: Studio['ask'], dist: string, root: string): Promise<void> {
  const [ada, cleo] = [ask('Ada'), ask('Cleo')]
  // a file is no folder
  await runProgram(dist, ['backup', '--root', root, '--to', join(root, 'bottega.yaml')], { cwd: root })
  const { board_id } = await cleo.createBoard({ query: { board_name: 'Everything from the harbour' } })
  await uploadMany(cleo, 200, board_id)
  const images = await uploadMany(cleo, 24)
  await cleo.deleteImages({ body: { image_names: images } })
  const user_id = (await ada.listUsers()).find(({ display_name }) => display_name === 'Ben')?.user_id ?? ''
  await ada.updateUser({ params: { user_id }, body: { password: credentialsOf('Ben').password } })
}

async function fillShared(ask: Studio['ask']): Promise<void> {
  const [ada, ben, cleo] = [ask('Ada'), ask('Ben'), ask('Cleo')]
  const boards = await makePictures(ben, [
    ['a flat whale on a blue background', 'Sea life'],
    ['a glossy 3d tropical fish on a teal background', 'Sea life'],
    ['a flat crab on a cream background', 'Sea life'],
    ['a flat guitar on a brown background', 'Sketches'],
    ['a glossy 3d bicycle on a white background'],
  ])
  const board_id = boards.get('Sea life')
  if (board_id !== undefined) await ben.updateBoard({ params: { board_id }, body: { board_visibility: 'shared' } })
  const sketches = boards.get('Sketches')
  const [found] = await ben.findInDirectory({ query: { query: 'Cleo' } })
  if (sketches !== undefined && found !== undefined) {
    await ben.shareBoard({ params: { board_id: sketches }, body: { user_id: found.user_id, permission: 'write' } })
  }
  const [thrown] = (await ben.listImages({ query: { limit: 1 } })).items
  if (thrown !== undefined) await ben.deleteImage({ params: thrown })
  await ben.createApiKey({ body: { name: 'Night script', scopes: ['generate'] } })
  await makePictures(ada, [['a flat tiger on an orange background', 'Posters'], ['a glossy 3d crown on a purple background']])
  await makePictures(cleo, [
    ['a flat butterfly on a light pink background'],
    ['a glossy 3d mushroom on a light green background'],
  ])
}

async function addPeople(url: string, anybody: Client): Promise<ReadonlyMap<PersonName, Client>> {
  await anybody.setUp({ body: { ...credentialsOf('Ada'), display_name: 'Ada' } })
  const enter = async (name: PersonName) => {
    const { token } = await anybody.logIn({ body: credentialsOf(name) })
    // there is one, since no cookie was asked for
    return createClient({ baseUrl: url, ...(token !== null && { token }) })
  }
  const people = new Map([['Ada' as PersonName, await enter('Ada')]])
  const admin = people.get('Ada') as Client
  for (const name of ['Ben', 'Cleo', 'Dora'] as const) {
    const { user_id } = await admin.createUser({ body: { ...credentialsOf(name), display_name: name } })
    if (name === 'Dora') await admin.updateUser({ params: { user_id }, body: { is_active: false } })
    else people.set(name, await enter(name))
  }
  return people
}

async function signIn(url: string, name: PersonName): Promise<readonly Cookie[]> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...credentialsOf(name), cookie: true }),
  })
  if (!answer.ok) throw new Error(`${name} could not sign in: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie().map((cookie) => {
    const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    return { name: key, value, url }
  })
}
