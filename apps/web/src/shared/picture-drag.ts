// A custom type tells pictures of the studio from files that are dragged into the page.
const PICTURES = 'application/x-bottega-pictures'

/** Begins to drag pictures of the studio by their names. */
export function startDragging(transfer: DataTransfer, names: readonly string[], address: string): void {
  transfer.setData(PICTURES, JSON.stringify(names))
  transfer.effectAllowed = 'copyMove'
  // a place outside of the studio gets the address of the picture
  transfer.setData('text/uri-list', new URL(address, document.baseURI).href)
}

/** Whether pictures of the studio are dragged. */
export const carriesPictures = ({ types }: DataTransfer) => types.includes(PICTURES)

/** Whether files from elsewhere are dragged. */
export const carriesFiles = ({ types }: DataTransfer) => types.includes('Files') && !types.includes(PICTURES)

/** The names of the pictures that were dropped. */
export function readDropped(transfer: DataTransfer): readonly string[] {
  const names: unknown = JSON.parse(transfer.getData(PICTURES) || '[]')
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
