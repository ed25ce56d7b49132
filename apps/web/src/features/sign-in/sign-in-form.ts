import { ApiError, type Client } from '@bottega/client'
import { element } from '../../shared/element.ts'
import { describeFailure } from '../../shared/failures.ts'
import type { Account } from './account.ts'
import './sign-in.css'

/** What the form is for, and what happens then. */
export interface SignInOptions {
  /** Nobody administers the server yet: the first account is made, and signed in to. */
  readonly isSetup: boolean
  onSignedIn(account: Account): void
}

/** Makes the form in which one signs in, or makes the first account. */
export function createSignInForm(client: Client, { isSetup, onSignedIn }: SignInOptions): HTMLElement {
  const email = createField('Email address', { id: 'email', type: 'email', autocomplete: 'username', required: true })
  const name = createField('Name that others see', { id: 'name', autocomplete: 'name' })
  const password = createField('Password', {
    id: 'password',
    type: 'password',
    autocomplete: isSetup ? 'new-password' : 'current-password',
    required: true,
  })
  const code = createField('Setup code, which the server printed at its start', { id: 'setup-code', autocomplete: 'off' })
  const staysSignedIn = element('input', { id: 'remember-me', type: 'checkbox' })
  const fault = element('p', { className: 'fault', role: 'alert' })
  const submit = element('button', {
    type: 'submit',
    className: 'primary',
    textContent: isSetup ? 'Make the account' : 'Sign in',
  })
  // asked for only where the server wants it
  code.element.hidden = true

  async function signIn(): Promise<void> {
    const credentials = { email: email.input.value.trim(), password: password.input.value }
    if (isSetup) {
      await client.setUp({
        body: { ...credentials, display_name: name.input.value.trim() || null, setup_code: code.input.value.trim() || null },
      })
    }
    const { user } = await client.logIn({ body: { ...credentials, remember_me: staysSignedIn.checked, cookie: true } })
    onSignedIn(user)
  }

  const form = element(
    'form',
    { className: 'sign-in' },
    element('h1', { textContent: isSetup ? 'Welcome to Bottega' : 'Sign in to Bottega' }),
    ...(isSetup
      ? [
          element('p', {
            className: 'muted',
            textContent: 'Make the account of the administrator. The accounts of others come after it.',
          }),
        ]
      : []),
    email.element,
    ...(isSetup ? [name.element] : []),
    password.element,
    code.element,
    element('label', { className: 'choice' }, staysSignedIn, 'Stay signed in for a week'),
    element('div', { className: 'acts' }, submit, fault),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    fault.textContent = ''
    submit.disabled = true
    signIn()
      .catch((error) => {
        fault.textContent = describeFailure(error)
        if (!isSetup || !(error instanceof ApiError) || error.status !== 403) return
        code.element.hidden = false
        code.input.focus()
      })
      .finally(() => {
        submit.disabled = false
      })
  })
  return element('main', {}, form)
}

function createField(label: string, properties: Partial<Omit<HTMLInputElement, 'children' | 'style' | 'dataset'>>) {
  const input = element('input', properties)
  return {
    input,
    element: element('div', { className: 'field' }, element('label', { htmlFor: input.id, textContent: label }), input),
  }
}
