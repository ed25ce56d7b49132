import { type Action, type Actor, listRoutes } from '@bottega/contracts'
import { type BoardGrounds, canUseBoard } from '../../../apps/bottega/src/policies/boards.ts'
import { canUseImage } from '../../../apps/bottega/src/policies/images.ts'
import { openDecisions } from './decide-access.ts'
import { writePage, writeTable } from './markdown.ts'
import { isAllowed } from './routes.ts'

/** What people do every day, by the routes that do it. */
const EVERYDAY = [
  'getAuthStatus',
  'logIn',
  'updateOwnAccount',
  'listOwnSessions',
  'endSession',
  'enqueueBatch',
  'createBoard',
  'getBoard',
  'updateBoard',
  'deleteBoard',
  'getImage',
  'getImageFull',
  'updateImage',
  'deleteImage',
  'restoreImages',
  'startDownload',
  'createWorkflow',
  'getWorkflow',
  'updateWorkflow',
  'publishWorkflow',
  'createStylePreset',
  'getStylePreset',
  'cancelQueueItem',
  'deleteQueueItem',
  'pauseProcessor',
  'resumeProcessor',
  'listModels',
  'updateModel',
  'deleteModel',
  'listUsers',
  'createUser',
  'updateUser',
  'deleteUser',
  'exportUserData',
  'listSessionsOfUser',
  'updateRuntimeConfig',
] as const

/** How a board can be open to somebody: by what it is to everybody, or while it is private, by a grant. */
const OPENINGS: readonly (readonly [string, Pick<BoardGrounds, 'board_visibility' | 'viewer_permission'>])[] = [
  ['private', { board_visibility: 'private', viewer_permission: null }],
  ['shared', { board_visibility: 'shared', viewer_permission: null }],
  ['public', { board_visibility: 'public', viewer_permission: null }],
  ['granted `read`', { board_visibility: 'private', viewer_permission: 'read' }],
  ['granted `write`', { board_visibility: 'private', viewer_permission: 'write' }],
  ['granted `admin`', { board_visibility: 'private', viewer_permission: 'admin' }],
]
const stranger: Actor = { userId: 'stranger', role: 'user', isSystem: false, displayName: null }

/** What somebody may do with a board of another, and with a picture of another that lies on it. */
const BOARD_ACTS: readonly (readonly [string, (board: BoardGrounds) => boolean])[] = [
  ['see it in the list, and what lies on it', (board) => mayUse('read', board)],
  ['see, download and use its pictures', (board) => mayUseImage('read', board)],
  ['put own pictures on it, generate into it', (board) => mayUse('add', board) && mayUse('upload', board)],
  ['change, star, delete or take off pictures of others', (board) => mayUseImage('update', board)],
  ['rename or archive it, change who sees it', (board) => mayUse('update', board)],
  ['share it with others, make and close public links', (board) => mayUse('share', board)],
  ['delete it', (board) => mayUse('delete', board)],
]

/** Writes the page of what each role may do, as the program itself decides it. */
export async function writeRoles(): Promise<string> {
  const routes = new Map(listRoutes().map(({ name, route }) => [name as string, route]))
  const { decide, close } = await openDecisions()
  const acts: string[][] = []
  for (const name of EVERYDAY) {
    const route = routes.get(name)
    if (route === undefined) throw new Error(`there is no route ${name}`)
    const others = ['user', 'owner', 'admin'] as const
    const cells = await Promise.all(others.map((caller) => isAllowed(caller, route.access, decide)))
    acts.push([route.summary, route.access.who === 'anyone' ? 'yes' : '', ...cells])
  }
  await close()
  const boards = BOARD_ACTS.map(([act, isAllowedOn]) => [
    act,
    ...OPENINGS.map(([, opening]) => (isAllowedOn({ user_id: 'owner', ...opening }) ? 'yes' : '')),
  ])
  return writePage(
    'Roles',
    'What each role may do where people have accounts. `no account` is anybody who reaches the server; `another user` is about a private thing of\n' +
      'somebody else; `owner` is about an own one. All calls are on the page of [routes](routes.md).',
    writeTable(['what', 'no account', 'another user', 'owner', 'administrator'], acts),
    '## Boards of others',
    'What a user may do with a board of somebody else. Its owner and administrators may do all of it.',
    writeTable(['what', ...OPENINGS.map(([name]) => name)], boards),
  )
}

function mayUse(action: Action<'board'>, board: BoardGrounds): boolean {
  return canUseBoard(stranger, action, board) === 'allowed'
}

function mayUseImage(action: Action<'image'>, board: BoardGrounds): boolean {
  const image = { ...board, board_user_id: board.user_id }
  return canUseImage(stranger, action, image) === 'allowed'
}
