/** What pages show of an image while its thumbnail is on the way. */
export const placeholders: readonly string[] = [
  // null for images of before
  `alter table images add column placeholder text`,
]
