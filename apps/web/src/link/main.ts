// The page of those who follow a public link: the pictures of one board, without an account. Plain code, so that it is there at once.
import './link.css'
import { isLocked, LinkRefusal, type PublicPicture, readBoard, usePassword } from './board.ts'
import { askPassword, fallSilent, tell } from './notes.ts'
import { find } from './parts.ts'
import { addPictures } from './pictures.ts'
import { language, say } from './texts.ts'
import { createViewer } from './viewer.ts'

const head = find('head', HTMLElement)
const end = find('end', HTMLDivElement)
const pictures: PublicPicture[] = []
let total = 0
let reading: Promise<void> | undefined

const open = createViewer({
  pictures,
  get total() {
    return total
  },
  more: () => readMore(),
  doubt: () => void readBoard(0).catch(explain),
})

/** Reads the next pictures; one call after the other. */
function readMore(): Promise<void> {
  reading ??= readNext()
    .catch(explain)
    .finally(() => {
      reading = undefined
    })
  return reading
}

async function readNext(): Promise<void> {
  if (pictures.length > 0 && pictures.length >= total) return
  const { board, items, total: all } = await readBoard(pictures.length)
  fallSilent()
  total = all
  head.hidden = false
  document.title = board.board_name
  find('name', HTMLHeadingElement).textContent = board.board_name
  find('count', HTMLParagraphElement).textContent = say(total === 1 ? 'link:pictures_one' : 'link:pictures_other', {
    count: total.toLocaleString(language),
  })
  // what came to the board meanwhile stands in front and moves the rest
  const known = new Set(pictures.map(({ image_name }) => image_name))
  const fresh = items.filter(({ image_name }) => !known.has(image_name))
  pictures.push(...fresh)
  addPictures(fresh, total, open)
  if (total === 0) tell('link:empty')
  // an observer tells of changes only, and a tall window may still show the end
  more.unobserve(end)
  if (fresh.length > 0 && pictures.length < total) more.observe(end)
}

const more = new IntersectionObserver(([entry]) => entry?.isIntersecting && void readMore(), { rootMargin: '1200px' })

function explain(error: unknown): void {
  if (!(error instanceof LinkRefusal) || error.status >= 500) {
    tell('link:failed', 'link:failedHint', { label: 'link:again', run: () => void readMore() })
    return
  }
  if (error.status === 401 || error.status === 429) {
    const fault =
      error.status === 429 ? say('link:wait', { seconds: error.waitSeconds }) : isLocked() ? say('link:wrong') : undefined
    askPassword((password) => {
      usePassword(password)
      void readMore()
    }, fault)
    return
  }
  find('pictures', HTMLUListElement).replaceChildren()
  find('viewer', HTMLDialogElement).close()
  head.hidden = true
  document.title = 'Bottega'
  tell('link:gone', 'link:goneHint')
}

document.documentElement.lang = language
void readMore()
