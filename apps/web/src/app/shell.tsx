import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useHotkeys } from '../shared/actions/index.ts'
import { NoticeList } from '../shared/notices/index.ts'
import { useServer } from '../shared/server/index.ts'
import { ConnectionBar } from './connection-bar.tsx'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'

/** The frame of every place: the rail, the connection, and messages. */
export function Shell() {
  const { live } = useServer()
  useHotkeys()
  useEffect(() => {
    void live.start()
    return () => live.stop()
  }, [live])
  return (
    <div className={styles.shell}>
      <ConnectionBar />
      <Rail />
      <main className={styles.room}>
        <Outlet />
      </main>
      <NoticeList />
    </div>
  )
}
