import type { Client } from '@bottega/client'
import type { Page } from '@bottega/testing'
import type { PersonName } from './fill.ts'
import type { Say } from './say.ts'
import type { Studio, StudioName } from './studios.ts'

/** Where pictures are made: a screen of a desk, and a phone. */
export const SCREENS = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const

/** One of {@link SCREENS}. */
export type Screen = keyof typeof SCREENS

/** Where a scene is played. */
export interface Setting {
  readonly isPhone: boolean
  /** Asks the server as the person whose page it is. */
  readonly client: Client
  /** Asks it as others. */
  readonly ask: Studio['ask']
}

/** What the steps of a scene work with. */
export interface Stage extends Setting {
  readonly page: Page
  /** What the page says, in the language of the pictures; steps find things by it. */
  readonly say: Say
}

/** A state of a page that is worth a look. */
export interface Scene {
  /** Names its pictures: kebab-case, by page. */
  readonly name: string
  readonly studio: StudioName
  /** Who is signed in. */
  readonly person?: PersonName
  /** Where the page is opened, below the address of the server. */
  readonly route: string | ((setting: Setting) => string | Promise<string>)
  /** Something is painted for minutes, and two things wait behind it. */
  readonly isBusy?: true
  /** What the server has to refuse in this scene, such as /401/, as browsers write it to the console. */
  readonly refusals?: RegExp
  /** What a person does until it is in view. */
  steps?(stage: Stage): Promise<unknown>
}
