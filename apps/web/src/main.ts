import './app/page.css'
import { startPage } from './app/page.ts'
import { connectServer } from './shared/server.ts'

startPage(document.body, connectServer(new URL(document.baseURI).pathname))
