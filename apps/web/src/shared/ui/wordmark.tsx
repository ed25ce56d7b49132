import { Mark } from './mark.tsx'
import styles from './wordmark.module.css'

/** The name of the program with its mark. */
export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <Mark size={28} />
      Bottega
    </span>
  )
}
