import { z } from 'zod'
import {
  AddImagesToBoardResult,
  BoardChanges,
  BoardDto,
  BoardName,
  BoardOrder,
  BoardPage,
  DeleteBoardResult,
  RemoveImagesFromBoardResult,
} from '../entities/board.ts'
import { ImageCategory, imageNamesBody } from '../entities/image.ts'
import { Direction } from '../entities/paging.ts'
import { defineRoute } from '../route.ts'
import { wireFlag, wireInteger, wireList, wireScope } from '../wire-values.ts'

const params = z.object({ board_id: z.string() })

/** Collections of images. */
export const boardRoutes = {
  createBoard: defineRoute({
    method: 'POST',
    path: '/api/v1/boards/',
    summary: 'Make a board; it is private at first',
    query: z.object({ board_name: BoardName }),
    response: BoardDto,
    status: 201,
    access: 'user',
    scope: 'generate',
  }),
  listBoards: defineRoute({
    method: 'GET',
    path: '/api/v1/boards/',
    summary: 'List boards: all of them, or a part by offset',
    query: z.object({
      order_by: BoardOrder.default('created_at'),
      direction: Direction.default('DESC'),
      all: wireFlag().optional(),
      offset: wireInteger({ min: 0 }).optional(),
      limit: wireInteger({ min: 0 }).optional(),
      include_archived: wireFlag().default(false),
      ...wireScope,
    }),
    response: z.union([BoardPage, z.array(BoardDto)]),
    access: 'user',
    errors: ['board_paging_missing'],
  }),
  getBoard: defineRoute({
    method: 'GET',
    path: '/api/v1/boards/{board_id}',
    summary: 'Get a board',
    params,
    response: BoardDto,
    access: { resource: 'board', by: 'board_id', action: 'read' },
  }),
  updateBoard: defineRoute({
    method: 'PATCH',
    path: '/api/v1/boards/{board_id}',
    summary: 'Rename or archive a board, or change who may see it',
    params,
    body: BoardChanges,
    response: BoardDto,
    status: 201,
    access: { resource: 'board', by: 'board_id', action: 'update' },
  }),
  deleteBoard: defineRoute({
    method: 'DELETE',
    path: '/api/v1/boards/{board_id}',
    summary: 'Delete a board, with or without its images',
    params,
    query: z.object({ include_images: wireFlag().default(false) }),
    response: DeleteBoardResult,
    access: { resource: 'board', by: 'board_id', action: 'delete' },
  }),
  listBoardImageNames: defineRoute({
    method: 'GET',
    path: '/api/v1/boards/{board_id}/image_names',
    summary: 'List the names of the images on a board, or of those on none',
    params,
    query: z.object({
      categories: wireList(ImageCategory).optional(),
      is_intermediate: wireFlag().optional(),
      ...wireScope,
    }),
    response: z.array(z.string()),
    access: { resource: 'board', by: 'board_id', action: 'read' },
  }),
}

const boardAndImage = z.object({ board_id: z.string(), image_name: z.string() }).meta({ id: 'Body_add_image_to_board' })
const boardAndImages = z
  .object({ board_id: z.string(), image_names: z.array(z.string()) })
  .meta({ id: 'Body_add_images_to_board' })
const imageName = z.object({ image_name: z.string() }).meta({ id: 'Body_remove_image_from_board' })

/** Putting images on boards and taking them off. */
export const boardImageRoutes = {
  addImageToBoard: defineRoute({
    method: 'POST',
    path: '/api/v1/board_images/',
    summary: 'Put an image on a board',
    body: boardAndImage,
    response: AddImagesToBoardResult,
    status: 201,
    access: [
      { resource: 'board', by: 'board_id', action: 'add' },
      { resource: 'image', by: 'image_name', action: 'move' },
    ],
    scope: 'generate',
  }),
  removeImageFromBoard: defineRoute({
    method: 'DELETE',
    path: '/api/v1/board_images/',
    summary: 'Take an image off its board',
    body: imageName,
    response: RemoveImagesFromBoardResult,
    status: 201,
    access: { resource: 'image', by: 'image_name', action: 'remove' },
  }),
  addImagesToBoard: defineRoute({
    method: 'POST',
    path: '/api/v1/board_images/batch',
    summary: 'Put images on a board',
    body: boardAndImages,
    response: AddImagesToBoardResult,
    status: 201,
    access: [
      { resource: 'board', by: 'board_id', action: 'add' },
      { resource: 'image', by: 'image_names', action: 'move' },
    ],
    scope: 'generate',
  }),
  removeImagesFromBoards: defineRoute({
    method: 'POST',
    path: '/api/v1/board_images/batch/delete',
    summary: 'Take images off their boards',
    body: imageNamesBody('Body_remove_images_from_board'),
    response: RemoveImagesFromBoardResult,
    status: 201,
    access: { resource: 'image', by: 'image_names', action: 'remove' },
  }),
}
