/** The last answer while it is young enough, in ms; askers at one time share one question. */
export function remembered<T>(ask: () => Promise<T>): (maxAge: number) => Promise<T> {
  let answer: Promise<T> | undefined
  let at = 0
  return (maxAge) => {
    if (!answer || Date.now() - at > maxAge) {
      at = Date.now()
      const asked = ask()
      answer = asked
      asked.catch(() => {
        if (answer === asked) answer = undefined
      })
    }
    return answer
  }
}
