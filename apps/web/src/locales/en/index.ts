import administration from './administration.json'
import app from './app.json'
import audit from './audit.json'
import boards from './boards.json'
import gallery from './gallery.json'
import generate from './generate.json'
import images from './images.json'
import models from './models.json'
import people from './people.json'
import queue from './queue.json'
import settings from './settings.json'
import shared from './shared.json'
import trash from './trash.json'
import viewer from './viewer.json'

/** The texts of the page in English, by feature. */
export const en = {
  administration,
  app,
  audit,
  boards,
  gallery,
  generate,
  images,
  models,
  people,
  queue,
  settings,
  shared,
  trash,
  viewer,
}
