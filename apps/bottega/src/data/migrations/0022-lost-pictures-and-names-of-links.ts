/** What the doctor put into the trash, so that it can be taken out again; what a public link is called. */
export const lostPicturesAndNamesOfLinks: readonly string[] = [
  // since when the picture is known to be gone; null of one that lies in the trash because somebody put it there
  `alter table images add column lost_at text`,
  `create index images_lost on images (lost_at) where lost_at is not null`,

  // null of one without a name
  `alter table board_links add column name text`,
  // who made it; null of one of before
  `alter table board_links add column created_by text`,
]
