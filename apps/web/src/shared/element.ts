type Properties<Element> = Partial<Omit<Element, 'children' | 'style' | 'dataset'>>

/** Makes an element with properties and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<HTMLElementTagNameMap[Tag]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** Makes a button that does not send its form. */
export function button(label: string, className: string, onClick: () => unknown): HTMLButtonElement {
  return element('button', { type: 'button', className, textContent: label, onclick: () => void onClick() })
}
