import type { Account } from '../../../shared/studio.tsx'
import styles from './whose-title.module.css'

/** The title of a dialog about an account, with its address: names are not always one person's. */
export function WhoseTitle({ title, user }: { readonly title: string; readonly user: Account }) {
  return (
    <>
      {title} <span className={styles.address}>{user.email}</span>
    </>
  )
}
