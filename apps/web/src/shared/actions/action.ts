import type { Icon } from '@tabler/icons-react'
import type { TextKey } from '../i18n/index.ts'
import type { Studio } from '../studio.tsx'

/** Where a hotkey counts: everywhere, or while a part of the page with this `data-scope` has the focus or was used last. */
export type ActionScope = 'everywhere' | 'generate' | 'gallery' | 'viewer' | 'queue'

/**
 * Something that a person can do, declared once: menus, buttons, hotkeys, the palette and the sheet of hotkeys read it.
 *
 * @template Subject  what it is done to: images, a board, nothing (`void`)
 */
export interface UserAction<Subject = void> {
  /** `gallery.delete` */
  readonly id: string
  readonly label: TextKey
  readonly icon: Icon
  readonly scope: ActionScope
  /** As `Mod+Enter`: Mod is Ctrl, or the command key of a Mac. */
  readonly hotkey?: string
  /** Whether it counts while a text is typed. */
  readonly worksInTexts?: true
  readonly isDestructive?: true
  /** Why it cannot be done now; undefined when it can. */
  hinder?(subject: Subject, studio: Studio): TextKey | undefined
  run(subject: Subject, studio: Studio): unknown
}

// what the sheet of hotkeys shows; by id, since a part may declare its actions again for what it now has
const declared = new Map<string, UserAction<never>>()

/** Declares an action. */
export function defineAction<Subject = void>(action: UserAction<Subject>): UserAction<Subject> {
  declared.set(action.id, action)
  return action
}

/** Every action that the parts loaded so far have declared. */
export function listDeclaredActions(): UserAction<never>[] {
  return [...declared.values()]
}
