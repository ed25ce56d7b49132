import { useMatches, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type TextKey, useText } from '../shared/i18n/index.ts'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** What the window is called at a place. */
    title?: TextKey
  }
}

/** Names the window after the place, and takes the focus there when somebody goes to another one. */
export function useArrival(): void {
  const say = useText()
  const router = useRouter()
  const title = useMatches({ select: (matches) => matches.at(-1)?.staticData.title })
  const name = title === undefined ? undefined : say(title)

  useEffect(() => {
    document.title = name === undefined ? 'Bottega' : `${name} · Bottega`
  }, [name])

  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation !== undefined && pathChanged) focusPlace()
      }),
    [router],
  )
}

/** Takes the focus to the heading of the place, from where reading goes on; not out of a dialog. */
export function focusPlace(): void {
  if (document.querySelector('[role=dialog]') !== null) return
  const place = document.querySelector<HTMLElement>('#place')
  const heading = place?.querySelector<HTMLElement>('h1')
  if (heading) heading.tabIndex = -1
  place?.scrollTo(0, 0)
  ;(heading ?? place)?.focus({ preventScroll: true })
}
