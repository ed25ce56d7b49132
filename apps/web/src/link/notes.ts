import { find } from './parts.ts'
import { type LinkText, say } from './texts.ts'

const note = find('note', HTMLDivElement)

/** Says something in place of pictures, with a button where there is something to do. */
export function tell(title: LinkText, hint?: LinkText, act?: { readonly label: LinkText; run(): void }): void {
  note.replaceChildren(makeText('h1', say(title)))
  if (hint !== undefined) note.append(makeText('p', say(hint)))
  if (act !== undefined) {
    const button = makeText('button', say(act.label))
    button.addEventListener('click', () => act.run())
    note.append(button)
  }
  note.hidden = false
}

/** Takes back what was said. */
export function fallSilent(): void {
  note.hidden = true
  note.replaceChildren()
}

/** Asks for the password. @param fault  what was wrong with the last one */
export function askPassword(answer: (password: string) => void, fault?: string): void {
  const form = document.createElement('form')
  const label = makeText('label', say('link:password'))
  const field = document.createElement('input')
  field.type = 'password'
  field.autocomplete = 'current-password'
  field.required = true
  label.append(field)
  const said = makeText('p', fault ?? '')
  said.className = 'fault'
  said.role = 'alert'
  form.append(label, said, makeText('button', say('link:show')))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    answer(field.value)
  })
  tell('link:locked', 'link:lockedHint')
  note.append(form)
  field.focus()
}

function makeText<Name extends 'h1' | 'p' | 'button' | 'label'>(name: Name, text: string): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.textContent = text
  return element
}
