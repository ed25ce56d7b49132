import type { Tx } from '../../../apps/bottega/src/data/database.ts'
import * as counts from '../../../apps/bottega/src/data/gallery/counts.ts'
import * as gallery from '../../../apps/bottega/src/data/gallery/gallery.ts'
import type { ImageList } from '../../../apps/bottega/src/data/gallery/image-list.ts'
import * as trash from '../../../apps/bottega/src/data/gallery/trash.ts'
import * as accountOpenings from '../../../apps/bottega/src/data/repositories/account-openings.ts'
import * as accountUse from '../../../apps/bottega/src/data/repositories/account-use.ts'
import * as apiKeys from '../../../apps/bottega/src/data/repositories/api-keys.ts'
import * as audit from '../../../apps/bottega/src/data/repositories/audit.ts'
import * as boardGrants from '../../../apps/bottega/src/data/repositories/board-grants.ts'
import * as boardLinks from '../../../apps/bottega/src/data/repositories/board-links.ts'
import * as boards from '../../../apps/bottega/src/data/repositories/boards.ts'
import * as bulkDownloads from '../../../apps/bottega/src/data/repositories/bulk-downloads.ts'
import * as clientState from '../../../apps/bottega/src/data/repositories/client-state.ts'
import * as erasures from '../../../apps/bottega/src/data/repositories/erasures.ts'
import * as exports from '../../../apps/bottega/src/data/repositories/exports.ts'
import * as images from '../../../apps/bottega/src/data/repositories/images.ts'
import * as invitations from '../../../apps/bottega/src/data/repositories/invitations.ts'
import * as modelRelationships from '../../../apps/bottega/src/data/repositories/model-relationships.ts'
import * as models from '../../../apps/bottega/src/data/repositories/models.ts'
import * as newestTime from '../../../apps/bottega/src/data/repositories/newest-time.ts'
import * as resetLinks from '../../../apps/bottega/src/data/repositories/reset-links.ts'
import * as settings from '../../../apps/bottega/src/data/repositories/settings.ts'
import * as stylePresets from '../../../apps/bottega/src/data/repositories/style-presets.ts'
import * as systemPrompts from '../../../apps/bottega/src/data/repositories/system-prompts.ts'
import * as transfers from '../../../apps/bottega/src/data/repositories/transfers.ts'
import * as userSessions from '../../../apps/bottega/src/data/repositories/user-sessions.ts'
import * as users from '../../../apps/bottega/src/data/repositories/users.ts'
import * as workflows from '../../../apps/bottega/src/data/repositories/workflows.ts'
import type { NewRow } from '../../../apps/bottega/src/data/tables.ts'
import type { Specimens, SpecimensOf } from './statements.ts'

const time = '2026-01-02 03:04:05.678'
const page = { offset: 0, limit: 10 }
const everyone = { kind: 'everyone' } as const
const visible = { kind: 'visible', userId: 'u' } as const
const owner = { kind: 'owner', userId: 'u' } as const
const open = { kind: 'open', closed: ['v'] } as const
const overseen = { kind: 'overseen', userId: 'u', closed: ['v'] } as const
const after = { starred: 1, created_at: time, image_name: 'b.png' } as const
const pictures: ImageList = {
  scope: everyone,
  categories: ['general'],
  isIntermediate: false,
  direction: 'desc',
  starredFirst: true,
}
const image: images.NewImage = {
  image_name: 'a.png',
  user_id: 'u',
  board_id: 'b',
  image_origin: 'internal',
  image_category: 'general',
  width: 64,
  height: 64,
}
const workflow: NewRow<'workflows'> = {
  workflow_id: 'w',
  user_id: 'u',
  name: '',
  description: '',
  category: 'user',
  tags: 'x, y',
  workflow: '{}',
}
const preset = { user_id: 'u', name: '', positive_prompt: '', negative_prompt: '', type: 'user' } as const
const prompt = { user_id: 'u', name: '', content: '' }
const download = { bulk_download_item_name: 'z.zip', user_id: 'u', status: 'started', expires_at: time } as const
const model = (path: string) => JSON.stringify({ name: '', base: 'sd-1', type: 'main', format: 'checkpoint', hash: '', path })

/** Stores what the specimens of `data/` find. */
export async function fillData(tx: Tx<never>): Promise<void> {
  await boards.createBoard(tx, { board_id: 'b', board_name: '', user_id: 'u' })
  await images.createImage(tx, { ...image, metadata: '{"positive_prompt":"a fox"}' })
  await images.createImage(tx, { ...image, image_name: 'b.png', starred: true })
  await models.createModel(tx, '1', model('1'))
  await models.createModel(tx, '2', model('2'))
}

const days = { createdFrom: '2026-01-01', createdTo: '2026-01-02' }

const ofCounts: SpecimensOf<typeof counts> = {
  countImages: ({ readers }) => counts.countImages(readers, { ...pictures, boardId: 'none', starred: true }),
  countNamedImages: {
    shown: { 'that somebody sees': ({ readers }) => counts.countNamedImages(readers, visible, ['a.png']) },
    others: [({ readers }) => counts.countNamedImages(readers, everyone, ['a.png'])],
  },
  countDatedImages: {
    shown: { 'of everybody': ({ readers }) => counts.countDatedImages(readers, { ...pictures, ...days }) },
    others: [{ scope: visible }, { scope: owner }, { boardId: 'b' }, { boardId: 'none', scope: owner }].map(
      (part) =>
        ({ readers }) =>
          counts.countDatedImages(readers, { ...pictures, ...days, ...part }),
    ),
  },
}

const ofGallery: SpecimensOf<typeof gallery> = {
  listImages: {
    shown: {
      counted: ({ readers }) => gallery.listImages(readers, pictures, 'u', page),
      'what a user may see of a board': ({ readers }) =>
        gallery.listImages(readers, { ...pictures, scope: visible, boardId: 'b' }, 'u', page),
      'a search': ({ readers }) => gallery.listImages(readers, { ...pictures, search: 'fox' }, 'u', page),
      'a search of two letters, on no board': ({ readers }) =>
        gallery.listImages(readers, { ...pictures, search: 'fo', boardId: 'none' }, 'u', page),
    },
    others: [
      { ...pictures, boardId: 'b' },
      { ...pictures, boardId: 'none', scope: owner },
      { ...pictures, boardId: 'none', scope: visible },
      { ...pictures, scope: owner },
      { ...pictures, scope: visible },
      { ...pictures, scope: overseen },
      { ...pictures, scope: overseen, boardId: 'none' },
      { ...pictures, starredFirst: false, direction: 'asc' as const, categories: undefined },
      { ...pictures, categories: ['user' as const], origin: 'external' as const },
      { ...pictures, search: '2026-01' },
      { ...pictures, search: 'fox', scope: visible },
      { ...pictures, createdFrom: '2026-01-02' },
      { ...pictures, ...days, starred: true, boardId: 'b' },
      { ...pictures, ...days, search: 'fox' },
    ].map(
      (list) =>
        ({ readers }) =>
          gallery.listImages(readers, list, 'u', page),
    ),
  },
  listImagesAfter: {
    shown: { counted: ({ readers }) => gallery.listImagesAfter(readers, pictures, 'u', { after, limit: 10 }) },
    others: [
      { ...pictures, starredFirst: false },
      { ...pictures, scope: owner },
      { ...pictures, scope: visible },
      { ...pictures, search: 'fox' },
      { ...pictures, ...days, scope: owner },
      { ...pictures, starred: false },
    ].map(
      (list) =>
        ({ readers }) =>
          gallery.listImagesAfter(readers, list, 'u', { after, limit: 10 }),
    ),
  },
  readImageNames: {
    shown: {
      counted: ({ readers }) => gallery.readImageNames(readers, pictures, 'image_names'),
      'a search': ({ readers }) => gallery.readImageNames(readers, { ...pictures, search: 'fox' }, 'items'),
    },
    others: [
      { ...pictures, starredFirst: false },
      { ...pictures, scope: owner },
      { ...pictures, scope: visible },
      { ...pictures, boardId: 'b' },
      { ...pictures, ...days },
      { ...pictures, starred: true, boardId: 'none', scope: owner },
    ].map(
      (list) =>
        ({ readers }) =>
          gallery.readImageNames(readers, list, 'names'),
    ),
  },
  listGalleryDays: ({ readers }) => gallery.listGalleryDays(readers, everyone),
}

const ofTrash: SpecimensOf<typeof trash> = {
  listTrash: {
    shown: {
      'own ones': ({ readers }) => trash.listTrash(readers, { kind: 'owner', userId: 'u' }, 'u', page),
      'everybody’s': ({ readers }) => trash.listTrash(readers, { kind: 'everyone' }, 'u', page),
      'what is open': ({ readers }) => trash.listTrash(readers, open, 'u', page),
    },
    others: [],
  },
}

const ofImages: SpecimensOf<typeof images> = {
  createImage: ({ tx }) => images.createImage(tx, { ...image, image_name: 'c.png', metadata: '{}' }),
  createImages: ({ tx }) => images.createImages(tx, []),
  findImage: ({ db }) => images.findImage(db, 'a.png', 'u'),
  findImages: ({ db }) => images.findImages(db, ['a.png'], 'u'),
  findTrashedImages: ({ db }) => images.findTrashedImages(db, ['a.png'], 'u'),
  findImageMetadata: ({ db }) => images.findImageMetadata(db, 'a.png'),
  findUnknownImages: ({ db }) => images.findUnknownImages(db, ['a.png']),
  updateImage: ({ db }) => images.updateImage(db, 'a.png', { is_intermediate: true }),
  starImages: ({ tx }) => images.starImages(tx, ['a.png'], true),
  moveImages: ({ tx }) => images.moveImages(tx, ['a.png'], null),
  trashImages: ({ tx }) => images.trashImages(tx, ['a.png']),
  restoreImages: ({ tx }) => images.restoreImages(tx, ['a.png']),
  purgeImages: ({ tx }) => images.purgeImages(tx, ['a.png']),
  listImagePlaces: ({ db }) => images.listImagePlaces(db),
  listNewestPlaces: ({ db }) => images.listNewestPlaces(db, 10),
  listLostPlaces: ({ db }) => images.listLostPlaces(db),
  countShelves: ({ db }) => images.countShelves(db),
  listFileRemovals: ({ db }) => images.listFileRemovals(db),
  forgetFileRemovals: ({ db }) => images.forgetFileRemovals(db, ['a.png']),
  listTrashOf: ({ db }) => images.listTrashOf(db, 'u', time, 10),
  listUnmeasured: ({ db }) => images.listUnmeasured(db, 10),
  noteSizes: ({ db }) => images.noteSizes(db, [{ image_name: 'a.png', size_bytes: 1 }]),
  listExpiredTrash: ({ db }) => images.listExpiredTrash(db, time, 10),
}

const ofBoards: SpecimensOf<typeof boards> = {
  createBoard: ({ db }) => boards.createBoard(db, { board_id: 'c', board_name: '', user_id: 'u' }),
  findBoardIds: ({ db }) => boards.findBoardIds(db, 'u', 'Foxes'),
  findBoard: ({ db }) => boards.findBoard(db, 'b', 'u'),
  listBoards: ({ readers }) => {
    const list = { scope: visible, includeArchived: false, orderBy: 'board_name', direction: 'asc' } as const
    return boards.listBoards(readers, list, 'u', page)
  },
  listBoardViewers: ({ db }) => boards.listBoardViewers(db, ['b']),
  updateBoard: ({ db }) => boards.updateBoard(db, 'b', { board_name: 'x' }),
  deleteBoard: ({ tx }) => boards.deleteBoard(tx, 'b'),
}

const listed: workflows.WorkflowFilter = { scope: visible, viewerId: 'u', tags: ['x', 'y'], query: 'a', hasBeenOpened: true }
const ofWorkflows: SpecimensOf<typeof workflows> = {
  createWorkflow: ({ tx }) => workflows.createWorkflow(tx, workflow),
  findWorkflow: ({ db }) => workflows.findWorkflow(db, 'w', 'u'),
  updateWorkflow: ({ tx }) => workflows.updateWorkflow(tx, 'w', { is_public: true }),
  listUnjudgedWorkflows: ({ db }) => workflows.listUnjudgedWorkflows(db),
  noteCompatibility: ({ db }) => workflows.noteCompatibility(db, 'w', '{}'),
  markWorkflowThumbnail: ({ db }) => workflows.markWorkflowThumbnail(db, 'w', true),
  markWorkflowOpened: async ({ db, tx }) => {
    await workflows.createWorkflow(tx, workflow)
    await workflows.markWorkflowOpened(db, 'w', 'u')
  },
  deleteWorkflows: ({ db }) => workflows.deleteWorkflows(db, ['w']),
  listDefaultWorkflowIds: ({ db }) => workflows.listDefaultWorkflowIds(db),
  listWorkflows: ({ readers }) => workflows.listWorkflows(readers, listed, { by: 'name', direction: 'asc' }, page),
  listWorkflowTags: ({ readers }) =>
    workflows.listWorkflowTags(readers, { scope: everyone, viewerId: 'u', categories: ['user'] }),
  countWorkflowsByTag: ({ readers }) => workflows.countWorkflowsByTag(readers, { scope: everyone, viewerId: 'u' }, ['x']),
  countWorkflowsByCategory: ({ readers }) =>
    workflows.countWorkflowsByCategory(readers, { scope: everyone, viewerId: 'u' }, ['user', 'default']),
}

const ofStylePresets: SpecimensOf<typeof stylePresets> = {
  createStylePreset: ({ db }) => stylePresets.createStylePreset(db, { style_preset_id: 's', ...preset }),
  findStylePreset: ({ db }) => stylePresets.findStylePreset(db, 's'),
  listStylePresets: ({ db }) => stylePresets.listStylePresets(db, visible),
  listDefaultStylePresets: ({ db }) => stylePresets.listDefaultStylePresets(db),
  updateStylePreset: ({ db }) => stylePresets.updateStylePreset(db, 's', { name: 'x' }),
  deleteStylePresets: ({ db }) => stylePresets.deleteStylePresets(db, ['s']),
}

const ofSystemPrompts: SpecimensOf<typeof systemPrompts> = {
  createSystemPrompt: ({ db }) => systemPrompts.createSystemPrompt(db, { system_prompt_id: 's', ...prompt }),
  findSystemPrompt: ({ db }) => systemPrompts.findSystemPrompt(db, 's'),
  listSystemPrompts: ({ db }) => systemPrompts.listSystemPrompts(db, visible),
  updateSystemPrompt: ({ db }) => systemPrompts.updateSystemPrompt(db, 's', { name: 'x' }),
  deleteSystemPrompt: ({ db }) => systemPrompts.deleteSystemPrompt(db, 's'),
}

const ofClientState: SpecimensOf<typeof clientState> = {
  findClientState: ({ db }) => clientState.findClientState(db, 'u', 'k'),
  saveClientState: ({ db }) => clientState.saveClientState(db, 'u', 'k', 'v'),
  replaceClientState: ({ tx }) => clientState.replaceClientState(tx, 'u', 'k', { value: 'v', ifVersion: 1 }),
  listClientStateKeys: ({ db }) => clientState.listClientStateKeys(db, 'u', 'k'),
  deleteClientState: ({ db }) => clientState.deleteClientState(db, 'u', 'k'),
}

const ofModels: SpecimensOf<typeof models> = {
  createModel: ({ db }) => models.createModel(db, '3', model('3')),
  findModel: ({ db }) => models.findModel(db, '1'),
  findModels: ({ db }) => models.findModels(db, ['1', '2']),
  findModelByPath: ({ db }) => models.findModelByPath(db, '1'),
  listModels: {
    shown: {
      'some bases of a type': ({ db }) => models.listModels(db, { bases: ['sd-1'], type: 'main' }),
      'by name and size': ({ db }) => models.listModels(db, { name: 'x' }, { by: 'size', direction: 'desc' }),
    },
    others: [],
  },
  updateModel: ({ db }) => models.updateModel(db, '1', model('1')),
  markModelCover: ({ db }) => models.markModelCover(db, '1', true),
  deleteModel: ({ db }) => models.deleteModel(db, '1'),
}

const ofModelRelationships: SpecimensOf<typeof modelRelationships> = {
  createModelRelationship: ({ db }) => modelRelationships.createModelRelationship(db, '1', '2'),
  deleteModelRelationship: ({ db }) => modelRelationships.deleteModelRelationship(db, '1', '2'),
  listRelatedModels: ({ db }) => modelRelationships.listRelatedModels(db, ['1']),
}

const ofUsers: SpecimensOf<typeof users> = {
  createUser: ({ db }) => users.createUser(db, { user_id: 'u', email: 'A@x', email_folded: 'a@x', password_hash: '' }),
  findUser: ({ db }) => users.findUser(db, 'u'),
  findUserByEmail: ({ db }) => users.findUserByEmail(db, 'a@x'),
  listUsers: ({ db }) => users.listUsers(db),
  hasAdministrator: ({ db }) => users.hasAdministrator(db, { without: 'u' }),
  updateUser: ({ db }) => users.updateUser(db, 'u', { display_name: 'Ann' }),
  noteLogin: ({ db }) => users.noteLogin(db, 'u'),
  deleteUser: ({ tx }) => users.deleteUser(tx, 'u'),
}

const ofUserSessions: SpecimensOf<typeof userSessions> = {
  createUserSession: ({ db }) =>
    userSessions.createUserSession(db, {
      session_id: 's',
      user_id: 'system',
      address: '127.0.0.1',
      user_agent: null,
      expires_at: time,
    }),
  findSignedIn: ({ db }) => userSessions.findSignedIn(db, 's'),
  findUserSession: ({ db }) => userSessions.findUserSession(db, 's'),
  listUserSessions: ({ db }) => userSessions.listUserSessions(db, 'u'),
  touchUserSession: ({ db }) => userSessions.touchUserSession(db, 's'),
  extendUserSession: ({ db }) => userSessions.extendUserSession(db, { session_id: 's', token_epoch: 0 }, time),
  outdateTokens: ({ db }) => userSessions.outdateTokens(db, 's'),
  deleteUserSession: ({ db }) => userSessions.deleteUserSession(db, 's'),
  deleteUserSessions: ({ db }) => userSessions.deleteUserSessions(db, 'u', { but: 's' }),
  deleteAllUserSessions: ({ db }) => userSessions.deleteAllUserSessions(db),
  deleteExpiredUserSessions: ({ db }) => userSessions.deleteExpiredUserSessions(db),
}

const ofApiKeys: SpecimensOf<typeof apiKeys> = {
  createApiKey: ({ db }) =>
    apiKeys.createApiKey(db, { key_id: 'k', user_id: 'system', name: '', scopes: '["read"]', key_hash: 'h' }),
  findKnownApiKey: ({ db }) => apiKeys.findKnownApiKey(db, 'h'),
  findApiKey: ({ db }) => apiKeys.findApiKey(db, 'k'),
  listApiKeys: ({ db }) => apiKeys.listApiKeys(db, 'u'),
  touchApiKey: ({ db }) => apiKeys.touchApiKey(db, 'k'),
  deleteApiKeys: async ({ db }) => {
    await apiKeys.deleteApiKeys(db, 'u')
    await apiKeys.deleteApiKeys(db, 'u', { only: 'k' })
  },
}

const ofInvitations: SpecimensOf<typeof invitations> = {
  createInvitation: ({ db }) =>
    invitations.createInvitation(db, {
      invitation_id: 'i',
      token_hash: 'h',
      email: 'a@x',
      created_by: 'system',
      expires_at: time,
    }),
  findInvitation: ({ db }) => invitations.findInvitation(db, 'h'),
  listInvitations: ({ db }) => invitations.listInvitations(db),
  takeInvitation: ({ db }) => invitations.takeInvitation(db, 'i'),
  deleteExpiredInvitations: ({ db }) => invitations.deleteExpiredInvitations(db),
}

const ofResetLinks: SpecimensOf<typeof resetLinks> = {
  putResetLink: ({ db }) => resetLinks.putResetLink(db, { user_id: 'system', is_asked: 0, token_hash: 'h', expires_at: time }),
  findResetLink: ({ db }) => resetLinks.findResetLink(db, 'h'),
  findAskedResetLink: ({ db }) => resetLinks.findAskedResetLink(db, 'u'),
  takeResetLink: ({ db }) => resetLinks.takeResetLink(db, 'h'),
  deleteResetLinks: ({ db }) => resetLinks.deleteResetLinks(db, 'u'),
  deleteExpiredResetLinks: ({ db }) => resetLinks.deleteExpiredResetLinks(db),
}

const ofAudit: SpecimensOf<typeof audit> = {
  createAuditEntry: ({ db }) =>
    audit.createAuditEntry(db, { action: 'login', actor_id: 'u', target_type: 'user', target_id: 'u', address: null }),
  listAuditEntries: {
    shown: {
      all: ({ readers }) => audit.listAuditEntries(readers, {}, page),
      'what somebody did': ({ readers }) => audit.listAuditEntries(readers, { actorId: 'u' }, page),
    },
    others: [
      { action: 'login' as const },
      { since: time, until: time },
      { action: 'login' as const, actorId: 'u', since: time },
    ].map(
      (filter) =>
        ({ readers }) =>
          audit.listAuditEntries(readers, filter, page),
    ),
  },
  findDeletedAccounts: ({ db }) => audit.findDeletedAccounts(db, ['u']),
  listAuditEntriesBefore: ({ readers }) => audit.listAuditEntriesBefore(readers, {}, { before: 9, limit: 10 }),
  deleteAuditEntriesBefore: ({ db }) => audit.deleteAuditEntriesBefore(db, time, 1),
}

const handedOver = { transfer_id: 't', from_user_id: 'u', to_user_id: 'v' }
const chosen = { userId: 'u', createdFrom: time, createdTo: time }

const ofTransfers: SpecimensOf<typeof transfers> = {
  listContentIds: {
    shown: { 'of boards': ({ db }) => transfers.listContentIds(db, 'board', chosen) },
    others: [
      ({ db }) => transfers.listContentIds(db, 'board', { userId: 'u', boardId: 'b' }),
      ({ db }) => transfers.listContentIds(db, 'workflow', chosen),
      ({ db }) => transfers.listContentIds(db, 'style_preset', chosen),
      ({ db }) => transfers.listContentIds(db, 'system_prompt', { userId: 'u' }),
    ],
  },
  countContentImages: {
    shown: { 'of a span of time': ({ db }) => transfers.countContentImages(db, chosen) },
    others: [
      ({ db }) => transfers.countContentImages(db, { userId: 'u' }),
      ({ db }) => transfers.countContentImages(db, { userId: 'u', boardId: 'b' }),
    ],
  },
  countContentByOwner: ({ db }) => transfers.countContentByOwner(db),
  ownsContent: ({ db }) => transfers.ownsContent(db, 'u'),
  createTransfer: ({ tx }) => transfers.createTransfer(tx, handedOver),
  findTransfer: ({ db }) => transfers.findTransfer(db, 't'),
  isInTransfer: ({ db }) => transfers.isInTransfer(db, 'u'),
  listUnfinishedTransfers: ({ db }) => transfers.listUnfinishedTransfers(db),
  listTransfers: ({ db }) => transfers.listTransfers(db, 'u', page),
  countNeighbours: ({ db }) => transfers.countNeighbours(db, 'u', ['b']),
  noteNeighbours: async ({ tx }) => transfers.noteNeighbours(tx, await transfers.createTransfer(tx, handedOver), ['b']),
  countNotedNeighbours: ({ db }) => transfers.countNotedNeighbours(db, 't'),
  noteSharing: async ({ tx }) => transfers.noteSharing(tx, await transfers.createTransfer(tx, handedOver), ['b']),
  clearSince: async ({ tx }) => transfers.clearSince(tx, await transfers.createTransfer(tx, handedOver), ['b']),
  updateTransfer: ({ tx }) => transfers.updateTransfer(tx, 't', { state: 'done' }),
  handOverThings: async ({ tx }) => transfers.handOverThings(tx, await transfers.createTransfer(tx, handedOver), 'board', ['b']),
  handOverImages: {
    shown: { all: async ({ tx }) => transfers.handOverImages(tx, await transfers.createTransfer(tx, handedOver), 500) },
    others: [
      async ({ tx }) =>
        transfers.handOverImages(
          tx,
          await transfers.createTransfer(tx, { ...handedOver, board_id: 'b', created_from: time }),
          500,
        ),
    ],
  },
  listReturnable: async ({ tx }) =>
    transfers.listReturnable(tx, await transfers.createTransfer(tx, handedOver), 'board', { unchangedOnly: true }),
  giveBackThings: async ({ tx }) => transfers.giveBackThings(tx, await transfers.createTransfer(tx, handedOver), 'board', ['b']),
  giveBackImages: async ({ tx }) => transfers.giveBackImages(tx, await transfers.createTransfer(tx, handedOver), 500),
  forgetNotes: ({ tx }) => transfers.forgetNotes(tx, 't', 500),
}

const ofErasures: SpecimensOf<typeof erasures> = {
  createErasure: ({ tx }) => erasures.createErasure(tx, 'u'),
  listErasures: ({ db }) => erasures.listErasures(db),
  deleteErasure: ({ db }) => erasures.deleteErasure(db, 'u'),
  listImagesOfOwner: ({ db }) => erasures.listImagesOfOwner(db, 'u', 200),
  clearBoardsOfOwner: ({ tx }) => erasures.clearBoardsOfOwner(tx, 'u', 200),
  listOwnedFiles: ({ db }) => erasures.listOwnedFiles(db, 'u'),
  deleteOwned: ({ tx }) => erasures.deleteOwned(tx, 'u', { downloads: ['z.zip'] }),
}

const ofAccountOpenings: SpecimensOf<typeof accountOpenings> = {
  createAccountOpening: async ({ db }) => {
    await users.createUser(db, { user_id: 'u', email: 'A@x', email_folded: 'a@x', password_hash: '' })
    const opening = { opening_id: 'o', user_id: 'u', admin_id: 'a', reason: '', until: time }
    await accountOpenings.createAccountOpening(db, opening)
  },
  raiseNotice: ({ db }) => accountOpenings.raiseNotice(db, { user_id: 'u', admin_id: 'a', kind: 'moved', what: 'image' }, 2),
  findAccountOpening: ({ db }) => accountOpenings.findAccountOpening(db, 'o'),
  listOpenAccounts: ({ db }) => accountOpenings.listOpenAccounts(db),
  listUsersWithNews: ({ db }) => accountOpenings.listUsersWithNews(db),
  listOpeningsOf: ({ db }) => accountOpenings.listOpeningsOf(db, 'u'),
  closeAccountOpening: ({ db }) => accountOpenings.closeAccountOpening(db, 'o'),
  noteAccountOpening: ({ db }) =>
    accountOpenings.noteAccountOpening(db, { opening_id: 'o', user_id: 'u', admin_id: 'a', kind: 'export', what: null }),
  listAccountsAsOpened: ({ db }) => accountOpenings.listAccountsAsOpened(db, 'a'),
}

const ofAccountUse: SpecimensOf<typeof accountUse> = {
  listAccountUse: ({ readers }) => accountUse.listAccountUse(readers),
}

const ofExports: SpecimensOf<typeof exports> = {
  listNamesOfOwner: ({ readers }) => exports.listNamesOfOwner(readers, 'u'),
  findExportedImages: ({ db }) => exports.findExportedImages(db, 'u', ['a.png']),
  findExportedThings: ({ db }) => exports.findExportedThings(db, 'u'),
  listWorkflowsOfOwner: ({ db }) => exports.listWorkflowsOfOwner(db, 'u'),
  findExportedWorkflows: ({ db }) => exports.findExportedWorkflows(db, 'u', ['w']),
  listExports: ({ db }) => exports.listExports(db, 'u'),
}

const ofNewestTime: SpecimensOf<typeof newestTime> = {
  findNewestTime: ({ db }) => newestTime.findNewestTime(db),
}
const ofSettings: SpecimensOf<typeof settings> = {
  findSetting: ({ db }) => settings.findSetting(db, 'k'),
  saveSetting: ({ db }) => settings.saveSetting(db, 'k', '1'),
}

const ofBoardGrants: SpecimensOf<typeof boardGrants> = {
  saveBoardGrant: ({ db }) =>
    boardGrants.saveBoardGrant(db, { board_id: 'b', user_id: 'system', permission: 'read', granted_by: 'o' }),
  listBoardGrants: ({ db }) => boardGrants.listBoardGrants(db, 'b'),
  deleteBoardGrant: ({ db }) => boardGrants.deleteBoardGrant(db, 'b', 'system'),
}

const ofBoardLinks: SpecimensOf<typeof boardLinks> = {
  createBoardLink: ({ db }) =>
    boardLinks.createBoardLink(db, { id: 'l', board_id: 'b', token_hash: 't', password_hash: null, expires_at: null }),
  listBoardLinks: ({ db }) => boardLinks.listBoardLinks(db, 'b'),
  findOpenLink: ({ db }) => boardLinks.findOpenLink(db, 't'),
  deleteBoardLink: ({ db }) => boardLinks.deleteBoardLink(db, 'b', 'l'),
  deleteLinksMadeBy: ({ db }) => boardLinks.deleteLinksMadeBy(db, 'b', 'u'),
  deleteLinksOfRole: ({ db }) => boardLinks.deleteLinksOfRole(db, 'u'),
  deleteExpiredBoardLinks: ({ db }) => boardLinks.deleteExpiredBoardLinks(db),
}

const ofBulkDownloads: SpecimensOf<typeof bulkDownloads> = {
  createBulkDownload: ({ db }) => bulkDownloads.createBulkDownload(db, download),
  findBulkDownload: ({ db }) => bulkDownloads.findBulkDownload(db, 'z.zip'),
  updateBulkDownload: ({ db }) => bulkDownloads.updateBulkDownload(db, 'z.zip', { status: 'complete' }),
  expireBulkDownloads: ({ db }) => bulkDownloads.expireBulkDownloads(db, 'u'),
  listExpiredBulkDownloads: ({ db }) => bulkDownloads.listExpiredBulkDownloads(db, time),
  deleteBulkDownloads: ({ db }) => bulkDownloads.deleteBulkDownloads(db, ['z.zip']),
}

/** Calls of all that the files of `data/` ask. */
export const dataSpecimens: Specimens = {
  'data/gallery/counts.ts': ofCounts,
  'data/gallery/gallery.ts': ofGallery,
  'data/gallery/trash.ts': ofTrash,
  'data/repositories/account-openings.ts': ofAccountOpenings,
  'data/repositories/account-use.ts': ofAccountUse,
  'data/repositories/images.ts': ofImages,
  'data/repositories/boards.ts': ofBoards,
  'data/repositories/board-grants.ts': ofBoardGrants,
  'data/repositories/board-links.ts': ofBoardLinks,
  'data/repositories/workflows.ts': ofWorkflows,
  'data/repositories/style-presets.ts': ofStylePresets,
  'data/repositories/system-prompts.ts': ofSystemPrompts,
  'data/repositories/transfers.ts': ofTransfers,
  'data/repositories/erasures.ts': ofErasures,
  'data/repositories/exports.ts': ofExports,
  'data/repositories/client-state.ts': ofClientState,
  'data/repositories/models.ts': ofModels,
  'data/repositories/model-relationships.ts': ofModelRelationships,
  'data/repositories/users.ts': ofUsers,
  'data/repositories/user-sessions.ts': ofUserSessions,
  'data/repositories/api-keys.ts': ofApiKeys,
  'data/repositories/invitations.ts': ofInvitations,
  'data/repositories/reset-links.ts': ofResetLinks,
  'data/repositories/audit.ts': ofAudit,
  'data/repositories/newest-time.ts': ofNewestTime,
  'data/repositories/settings.ts': ofSettings,
  'data/repositories/bulk-downloads.ts': ofBulkDownloads,
}
