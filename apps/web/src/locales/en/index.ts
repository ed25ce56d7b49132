import administration from './administration.json'
import app from './app.json'
import boards from './boards.json'
import gallery from './gallery.json'
import generate from './generate.json'
import images from './images.json'
import models from './models.json'
import people from './people.json'
import queue from './queue.json'
import settings from './settings.json'
import shared from './shared.json'
import viewer from './viewer.json'

/** The texts of the page in English, by feature. */
export const en = { administration, app, boards, gallery, generate, images, models, people, queue, settings, shared, viewer }
