import { useEffect, useRef } from 'react'
import { useServer } from '../../../shared/server/index.ts'

/** What the tabs of one browser tell each other about who is signed in there. */
export type TabNews = { readonly kind: 'signed-in'; readonly userId: string } | { readonly kind: 'signed-out' }

// servers below sub-paths of one host have sessions of their own
const openChannel = (baseUrl: string) => new BroadcastChannel(`bottega-people ${baseUrl}`)

/** Tells all tabs of this browser, this one too. */
export function tellTabs(baseUrl: string, news: TabNews): void {
  const channel = openChannel(baseUrl)
  channel.postMessage(news)
  channel.close()
}

/** Hears what tabs tell. */
export function useTabNews(listener: (news: TabNews) => void): void {
  const { baseUrl } = useServer()
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const channel = openChannel(baseUrl)
    channel.onmessage = ({ data }: MessageEvent<TabNews>) => latest.current(data)
    return () => channel.close()
  }, [baseUrl])
}
