import { IconBox } from '@tabler/icons-react'
import styles from './model-cover.module.css'
import type { AnyModel } from './queries.ts'

/** The picture of a model, or a sign where it has none. It adds nothing to the name beside it. */
export function ModelCover({ model, size }: { readonly model: AnyModel; readonly size: number }) {
  const { cover_image: address } = model
  return (
    <span className={styles.cover} style={{ width: size, height: size }}>
      {/* below a sub-path too: addresses are relative to the page's base */}
      {address ? (
        <img src={address} alt="" width={size} height={size} loading="lazy" />
      ) : (
        <IconBox size={size / 2} stroke={1.5} aria-hidden />
      )}
    </span>
  )
}
