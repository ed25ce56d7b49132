import type { ReactNode } from 'react'
import styles from './foot.module.css'

/** The foot of a dialog or a form: the buttons that end it, the one that does it last. */
export function Foot({ children }: { readonly children: ReactNode }) {
  return <div className={styles.foot}>{children}</div>
}
