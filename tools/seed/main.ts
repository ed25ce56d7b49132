// npm run seed -- --root DIR [--files]: one image record per line of standard input becomes an image of that root.
import { resolve } from 'node:path'
import { Command } from 'commander'
import { describeFailure } from '../../apps/bottega/src/failures.ts'
import { SeedError } from './seed-error.ts'
import { seedRoot } from './seed-root.ts'

const FIELDS = `
Each line is a JSON object with exactly these fields:
  image_name      letters, digits, dots and dashes, ending in .png
  user_id         any text; "system" is whose content a server for one person shows as its own
  board_id        a text, or null; a board that is not there is made under that name
  width, height   whole numbers
  image_category  general, control, mask, user or other
  image_origin    internal or external
  metadata        a JSON object as text, or null
  created_at      UTC, YYYY-MM-DD HH:MM:SS.fff
  starred, has_workflow, is_intermediate   true or false, or 1 or 0

A line that does not fit ends it with the number of the line, and nothing is stored. The server of the root must not run.`

const command = new Command('seed')
  .exitOverride()
  .description('Fills the database of a root with images for measurements; their records come from standard input.')
  .requiredOption('--root <folder>', 'folder of everything that the server keeps; made where it is missing')
  .option('--files', 'give each image a small picture and its thumbnail, as names of a few files')
  .addHelpText('after', FIELDS)

try {
  command.parse()
  const { root, files } = command.opts<{ readonly root: string; readonly files?: true }>()
  const { images, boards } = await seedRoot(resolve(process.env.INIT_CWD ?? process.cwd(), root), process.stdin, {
    withFiles: files === true,
  })
  console.log(`${images} images and ${boards} boards were stored.`)
} catch (error) {
  const { exitCode, message } =
    error instanceof SeedError ? { exitCode: 1, message: `error: ${error.message}` } : describeFailure(error)
  if (message !== undefined) console.error(message)
  process.exitCode = exitCode
}
