import { type Actor, SYSTEM_ACTOR } from '@bottega/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { listImages } from '../data/gallery/gallery.ts'
import { createBoard, findBoard, listBoards } from '../data/repositories/boards.ts'
import { createImage, findImages } from '../data/repositories/images.ts'
import { createUser } from '../data/repositories/users.ts'
import { openTemporaryStore, type TemporaryStore } from '../data/temporary-store.ts'
import { canUseBoard } from './boards.ts'
import { canUseImage } from './images.ts'
import { imageScope, listScope } from './scopes.ts'

const USERS = ['ann', 'bob', 'cleo']
const user = fc.constantFrom(...USERS)

/** Who owns which boards and images, and who may see them. */
const world = fc.record({
  boards: fc.array(
    fc.record({
      owner: user,
      visibility: fc.constantFrom('private' as const, 'shared' as const, 'public' as const),
      guest: fc.option(
        fc.record({
          user: fc.constantFrom(...USERS, 'ada'),
          permission: fc.constantFrom('read' as const, 'write' as const, 'admin' as const),
        }),
      ),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  /** Whose private things are closed to an administrator. */
  closed: fc.subarray(USERS),
  images: fc.array(fc.record({ owner: user, place: fc.nat(6) }), { maxLength: 12 }),
})

type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never

async function fill({ db }: TemporaryStore<never>, { boards, images }: World): Promise<void> {
  for (const name of [...USERS, 'ada']) {
    const account = { user_id: name, email: name, email_folded: name, display_name: name, password_hash: '', last_login_at: null }
    await createUser(db, account)
  }
  for (const [index, { owner, visibility, guest }] of boards.entries()) {
    const board_id = `board-${index}`
    const board = { board_id, board_name: 'b', user_id: owner, board_visibility: visibility, cover_image_name: null }
    await createBoard(db, board)
    if (guest === null || guest.user === owner) continue
    const grant = { board_id, user_id: guest.user, permission: guest.permission, granted_by: owner }
    await db.insertInto('board_grants').values(grant).execute()
  }
  await transaction(db, async (tx) => {
    for (const [index, { owner, place }] of images.entries()) {
      await createImage(tx, {
        image_name: `${index}.png`,
        user_id: owner,
        board_id: place < boards.length ? `board-${place}` : null,
        image_origin: 'external',
        image_category: 'general',
        width: 1,
        height: 1,
        session_id: null,
        node_id: null,
      })
    }
  })
}

test('a list shows exactly what may be read thing by thing', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      await using store = await openTemporaryStore()
      await fill(store, made)
      const { db, readers } = store
      const imageNames = made.images.map((_image, index) => `${index}.png`)
      const boardIds = made.boards.map((_board, index) => `board-${index}`)
      const people: Actor[] = USERS.map((userId) => ({ userId, role: 'user', isSystem: false, displayName: null }))
      const admin: Actor = { userId: 'ada', role: 'admin', isSystem: false, displayName: null }
      const oversight = { closed: new Set(made.closed), opened: new Set<string>(), until: undefined }
      const callers = [...people, SYSTEM_ACTOR].map((actor) => ({ actor, scope: listScope(actor, undefined) }))
      for (const actor of [admin, { ...admin, oversight }]) callers.push({ actor, scope: listScope(actor, 'all') })
      for (const { actor, scope } of callers) {
        const viewer = actor.userId
        const boardList = { scope, includeArchived: true, orderBy: 'created_at', direction: 'asc' } as const
        const listedBoards = await listBoards(readers, boardList, viewer, { offset: 0, limit: -1 })
        const boards = await Promise.all(boardIds.map((boardId) => findBoard(db, boardId, viewer)))
        const readableBoards = boards.flatMap((board) =>
          board && canUseBoard(actor, 'read', board) === 'allowed' ? [board.board_id] : [],
        )
        expect(listedBoards.items.map(({ board_id }) => board_id).sort()).toEqual(readableBoards.sort())

        const imageList = { scope, direction: 'asc', starredFirst: false } as const
        const listedImages = await listImages(readers, imageList, viewer, { offset: 0, limit: 100 })
        const images = await findImages(db, imageNames, viewer)
        const readableImages = images.flatMap((image) =>
          canUseImage(actor, 'read', image) === 'allowed' ? [image.image_name] : [],
        )
        expect(listedImages.items.map(({ image_name }) => image_name).sort()).toEqual(readableImages.sort())
        expect(listedImages.total).toBe(readableImages.length)
        for (const [at, board] of boardIds.entries()) {
          if (!readableBoards.includes(board)) continue
          const onBoard = { ...imageList, scope: imageScope(actor, undefined, board), boardId: board }
          const { total } = await listImages(readers, onBoard, viewer, { offset: 0, limit: 100 })
          expect(total).toBe(made.images.filter(({ place }) => place === at).length)
        }
      }
    }),
    { numRuns: 25 },
  )
})
