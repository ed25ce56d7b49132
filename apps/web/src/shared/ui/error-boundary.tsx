import { Component, type ReactNode } from 'react'
import { Fault } from './fault.tsx'

/** What the boundary knows of a failure; nothing while all is well. */
interface BoundaryState {
  readonly caught?: { readonly error: unknown } | undefined
}

/** Keeps a failure of a part of the page to that part: it says what happened, and can be tried again. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = {}

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { caught: { error } }
  }

  override render() {
    const { caught } = this.state
    if (caught === undefined) return this.props.children
    return <Fault error={caught.error} onRetry={() => this.setState({ caught: undefined })} />
  }
}
