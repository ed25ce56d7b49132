import { createClient } from '@bottega/client'
import './app/page.css'
import { startPage } from './app/page.ts'
import { admit } from './features/sign-in/index.ts'
import { connectServer } from './shared/server.ts'

const baseUrl = new URL(document.baseURI).pathname
const client = createClient({ baseUrl })
// events are heard by whoever is let in
const account = await admit(document.body, client)
startPage(document.body, connectServer(baseUrl, client), account)
