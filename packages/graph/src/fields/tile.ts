import { type Field, type FieldOptions, makeField, type ValueOf } from './field.ts'
import { imageField } from './image.ts'
import { integerField } from './integer.ts'
import { valueObject } from './value-object.ts'

const edgesShape = valueObject('TBLR', 'Four distances or coordinates in pixels.', {
  top: integerField(),
  bottom: integerField(),
  left: integerField(),
  right: integerField(),
})

const tileShape = valueObject('Tile', 'A part of a larger image.', {
  coords: makeField(edgesShape, { description: 'Where it lies in the image; bottom and right are outside' }),
  overlap: makeField(edgesShape, { description: 'How far it covers its neighbours on each side' }),
})

const tileWithImageShape = valueObject('TileWithImage', 'A part of a larger image and its picture.', {
  tile: makeField(tileShape),
  image: imageField(),
})

/** A part of a larger image, in pixels. */
export type Tile = ValueOf<typeof tileShape>

/** A part of a larger image and its picture. */
export type TileWithImage = ValueOf<typeof tileWithImageShape>

/** A part of a larger image. */
export function tileField(options: FieldOptions = {}): Field<Tile> {
  return makeField(tileShape, options)
}

/** A part of a larger image and its picture. */
export function tileWithImageField(options: FieldOptions = {}): Field<TileWithImage> {
  return makeField(tileWithImageShape, options)
}
