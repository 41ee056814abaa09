// Sign-in by a one-time link. The reader confirms with a button, so that a link preview cannot use the link up.
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import button from '../../parts/button.module.css'
import { useCell } from '../../state/cell.ts'
import { signInFailureOf } from '../../state/failure.ts'
import { online } from '../../state/online.ts'
import { meQuery, signIn } from '../../state/reader.ts'
import styles from './sign-in.module.css'

const route = getRouteApi('/sign-in')

export function SignIn(): ReactNode {
  const { token } = route.useSearch()
  const { data: me } = useQuery(meQuery)
  return (
    <div className={styles.page}>
      <title>Sign in · Lectern</title>
      <h1>Sign in</h1>
      {token ? <Confirm token={token} /> : me?.reader ? <Already name={me.reader.name} /> : <HowTo />}
    </div>
  )
}

function Confirm({ token }: { token: string }): ReactNode {
  const isOnline = useCell(online)
  const navigate = useNavigate()
  const attempt = useMutation({
    mutationFn: () => signIn(token),
    networkMode: 'always',
    onSuccess: () => navigate({ to: '/', replace: true }),
  })
  const failure = attempt.error && signInFailureOf(attempt.error, isOnline)
  return (
    <>
      {!failure && <p>Your link is ready. It works once, in this browser.</p>}
      {failure && (
        <div role="alert" className={styles.failure} tabIndex={-1} ref={(element) => element?.focus()}>
          <h2>{failure.title}</h2>
          <p>{failure.detail}</p>
        </div>
      )}
      {failure?.title === 'This link no longer works' ? (
        <Command />
      ) : (
        <button
          type="button"
          className={button.button}
          aria-disabled={attempt.isPending}
          onClick={() => attempt.isPending || attempt.mutate()}
        >
          {attempt.isPending ? 'Signing in…' : failure ? 'Try again' : 'Sign in'}
        </button>
      )}
    </>
  )
}

function HowTo(): ReactNode {
  return (
    <>
      <p>
        Lectern signs you in with a one-time link: it is printed each time the server starts, and this command prints a
        new one.
      </p>
      <Command />
      <p>
        <Link to="/">Read without an account</Link>
      </p>
    </>
  )
}

function Command(): ReactNode {
  return (
    <pre className={styles.command}>
      <code>npx lectern sign-in</code>
    </pre>
  )
}

function Already({ name }: { name: string }): ReactNode {
  return (
    <>
      <p>You are signed in as {name}.</p>
      <Link to="/" className={button.button}>
        Go to Home
      </Link>
    </>
  )
}
