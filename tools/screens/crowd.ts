import type { Client } from '@bottega/client'
import { makePictures, type PersonName } from './fill.ts'

const FIRST_NAMES =
  'Amara Björn Chiara Daniyar Elif Fatou Goran Hana Ilse Jun Kofi Leïla Mateo Nadia Olu Petra Quinn Rosa Sanjay Tove'
const LAST_NAMES = 'Abel Brandt Costa Duarte Eriksen Farouk Gruber Haddad Ito Jansen'

/** The longest names and addresses that people really have. */
const LONG = {
  email: 'maximiliane.von.hohenstein-oberkirchner@department-of-visual-communication.university.example',
  display_name: 'Maximiliane Freifrau von Hohenstein-Oberkirchner zu Unterammergau-Schwaighofen',
}

const DAY_MS = 24 * 3600 * 1000

/** Fills a studio in which administrators see private work for a reason only: 200 people, and what they leave behind. */
export async function fillCrowd(ask: (person: PersonName) => Client): Promise<void> {
  const [ada, ben, cleo] = [ask('Ada'), ask('Ben'), ask('Cleo')]
  const ids = await addCrowd(ada)
  await shareWithMany(ben, ids)
  await makeKeys(ben)
  const board_name = 'Sketches for the exhibition of the autumn term in the old town hall, first and second selection'
  await makePictures(cleo, [['a flat butterfly on a light pink background', board_name]])
  await ada.createInvitation({ body: { email: 'nora@studio.example', is_admin: true } })
  await ada.createInvitation({ body: {} })
  await handOver(ada, ids)
  const user_id = await findId(ada, 'Cleo')
  await ada.openAccount({ body: { user_id, reason: 'Cleo asked for help with a board that looks empty', minutes: 60 } })
  // a person who has left, of whose name the log keeps the id alone
  await ada.deleteUser({ params: { user_id: ids.at(-1) ?? '' } })
}

async function addCrowd(ada: Client): Promise<string[]> {
  const names = FIRST_NAMES.split(' ').flatMap((first) => LAST_NAMES.split(' ').map((last) => `${first} ${last}`))
  const ids: string[] = []
  for (const [at, display_name] of names.slice(0, 195).entries()) {
    const account = at === 0 ? LONG : { email: `person-${at}@studio.example`, display_name }
    const { user_id } = await ada.createUser({ body: { ...account, password: `Person ${at} paints`, is_admin: at === 1 } })
    ids.push(user_id)
    if (at % 17 === 16) await ada.updateUser({ params: { user_id }, body: { is_active: false } })
  }
  return ids
}

/** A board with people of each level and with links. */
async function shareWithMany(ben: Client, ids: readonly string[]): Promise<void> {
  const boards = await makePictures(ben, [['a flat whale on a blue background', 'Sea life']])
  const board_id = boards.get('Sea life') ?? ''
  const [long, other, ...more] = ids
  const share = (user_ids: readonly (string | undefined)[], permission: 'read' | 'write' | 'admin') =>
    ben.shareBoard({
      params: { board_id },
      body: { user_ids: user_ids.filter((id) => id !== undefined), permission },
    })
  await share([long], 'write')
  await share([other], 'admin')
  await share(more.slice(0, 4), 'read')
  await ben.createLink({ params: { board_id }, body: {} })
  const expires_at = new Date(Date.now() + 30 * DAY_MS).toISOString()
  await ben.createLink({ params: { board_id }, body: { password: 'open sesame', expires_at } })
}

/** Keys of each scope: one that ends never, one with an end, and one that is over. */
async function makeKeys(ben: Client): Promise<void> {
  const inFuture = (ms: number) => new Date(Date.now() + ms).toISOString()
  await ben.createApiKey({ body: { name: 'Night script', scopes: ['generate'] } })
  await ben.createApiKey({ body: { name: 'Wall in the foyer', scopes: ['read'], expires_at: inFuture(90 * DAY_MS) } })
  await ben.createApiKey({ body: { name: 'Test', scopes: ['manage'], expires_at: inFuture(500) } })
}

/** A hand-over that stays, and one that was taken back. */
async function handOver(ada: Client, [long = '', other = '', third = '']: readonly string[]): Promise<void> {
  const from_user_id = await findId(ada, 'Ada')
  await makePictures(ada, [['a flat tiger on an orange background', 'Posters']])
  await ada.transferContent({ body: { from_user_id, to_user_id: other } })
  const { id } = await ada.transferContent({ body: { from_user_id: other, to_user_id: long } })
  await ada.undoTransfer({ params: { transfer_id: id ?? '' } })
  await ada.transferContent({ body: { from_user_id: 'system', to_user_id: third } })
}

async function findId(ada: Client, name: PersonName): Promise<string> {
  const user = (await ada.listUsers()).find(({ display_name }) => display_name === name)
  if (user === undefined) throw new Error(`there is no ${name}`)
  return user.user_id
}
