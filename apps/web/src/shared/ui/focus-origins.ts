/** What had the focus when a menu opened that hangs at a point of the page, by what it hangs at. */
export const focusOrigins = new WeakMap<Element, Element>()
