import type { Db } from '../data/database.ts'
import type { Readers } from '../data/readers.ts'
import type { ServerEvent } from '../events/server-event.ts'
import type { CoverFiles } from '../files/cover-files.ts'
import type { Files } from '../files/files.ts'
import type { ImageFiles } from '../files/image-files.ts'
import type { RootPaths } from '../files/root.ts'
import type { PictureIntake } from '../pictures/intake.ts'
import type { Log } from './log/log.ts'
import type { ModelLocks } from './models/model-locks.ts'
import type { SettingsStore } from './server/settings.ts'

export type { ServerEvent }

/** Where events go that no transaction brings forth. */
export interface EventSink {
  publish(event: ServerEvent): void
}

/** Everything that services of a server work with; each takes the part it needs. */
export interface App {
  /** of the program */
  readonly version: string
  /** The clone that the program runs from. */
  readonly projectRoot: string
  readonly root: RootPaths
  readonly settings: SettingsStore
  readonly log: Log
  readonly db: Db<ServerEvent>
  readonly readers: Readers
  readonly events: EventSink
  readonly files: Files
  readonly images: ImageFiles
  /** The small pictures of things that are no images. */
  readonly covers: { readonly models: CoverFiles; readonly workflows: CoverFiles; readonly stylePresets: CoverFiles }
  readonly pictures: PictureIntake
  readonly modelLocks: ModelLocks
}
