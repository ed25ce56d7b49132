// by itself, so that sockets are loaded after the first screen
export { connectEvents } from '@bottega/client'
