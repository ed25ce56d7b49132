import { boardField } from './board.ts'
import { internal } from './field.ts'
import { metadataField } from './metadata.ts'

/** The inputs of every node that saves an image: the board it goes to and the metadata it keeps. Set by whoever builds the graph. */
export const savedImageInputs = {
  board: internal(boardField({ input: 'direct', description: 'The board that the image is put on' })),
  metadata: internal(metadataField({ input: 'connection', description: 'Metadata that is kept with the image' })),
}
