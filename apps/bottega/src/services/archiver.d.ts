/** The part of archiver 8 that is used here; the package has no types. */
declare module 'archiver' {
  import type { Readable } from 'node:stream'

  /** A ZIP archive as a stream. `entry` is emitted when a file is in it. */
  export class ZipArchive extends Readable {
    constructor(options: { readonly store: boolean })
    append(content: Readable, entry: { readonly name: string }): this
    /** Says that no more comes; done when the whole archive was handed on. */
    finalize(): Promise<void>
  }
}
