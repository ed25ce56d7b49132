/** What the doctor put into the trash, so that it can be taken out again. */
export const lostPictures: readonly string[] = [
  // since when the picture is known to be gone; null of one that lies in the trash because somebody put it there
  `alter table images add column lost_at text`,
  `create index images_lost on images (lost_at) where lost_at is not null`,
]
