/** The mark of Bottega: a brush stroke that makes a b. It says nothing by itself: the name stands beside it, or on what it is in. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg viewBox="4 2 24 26" width={size} height={size} fill="none" stroke="var(--accent)" strokeLinecap="round" aria-hidden>
      <path d="M10 5.5c.4 6-.6 11.500-.2 17.500" strokeWidth="4.2" />
      <path
        d="M10 17.500c2.500-4.600 12.500-5.200 12.800 1.200.3 6.800-9.800 8.600-13 4.600"
        strokeWidth="4.2"
        strokeLinejoin="round"
      />
    </svg>
  )
}
