import styles from './avatar.module.css'

/** The initials of a name in a circle. */
export function Avatar({ name }: { readonly name: string }) {
  return (
    <span className={styles.avatar} aria-hidden>
      {findInitials(name)}
    </span>
  )
}

/** The first letters of the first and the last word of a name. */
export function findInitials(name: string): string {
  const words = name.split(/[\s@]+/).filter((word) => word !== '')
  const ends = words.length > 1 && !name.includes('@') ? [words[0], words.at(-1)] : words.slice(0, 1)
  return ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}
