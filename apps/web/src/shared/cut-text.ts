/** More than this nobody listens to. */
const MOST = 300

/** A text that is read aloud, cut where it is very long. */
export function cutText(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)} …` : text
}
