// Asks the main process of an application that listens to an inspector of Node.

type Target = { readonly webSocketDebuggerUrl: string }

/** Runs a script in the main process and gives what it settles with; waits for the process to listen. */
export async function inMainProcess(port: number, expression: string): Promise<unknown> {
  const socket = new WebSocket(await addressOf(port))
  try {
    await new Promise((resolve, reject) => {
      socket.onopen = resolve
      socket.onerror = reject
    })
    // A process that has only just started has nothing yet of what a script may ask for.
    const isThere = "typeof process.getBuiltinModule('module').createRequire('/')('electron')"
    for (let ready = false; !ready; ) {
      const found = await evaluated(socket, isThere)
      ready = found !== undefined && found.exceptionDetails === undefined
      if (!ready) await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const found = await evaluated(socket, expression)
    if (found === undefined || found.exceptionDetails !== undefined) throw new Error(JSON.stringify(found))
    return found.result.value
  } finally {
    socket.close()
  }
}

type Evaluated = { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: object }

/** What a script came to; nothing where the process had no place to run it in yet. */
async function evaluated(socket: WebSocket, expression: string): Promise<Evaluated | undefined> {
  const params = { expression, awaitPromise: true, returnByValue: true }
  const answer = new Promise<Evaluated | undefined>((resolve, reject) => {
    socket.onmessage = ({ data }) => resolve((JSON.parse(String(data)) as { result?: Evaluated }).result)
    socket.onclose = () => reject(new Error('the process has ended'))
  })
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
  return answer
}

async function addressOf(port: number): Promise<string> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    try {
      const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[]
      if (target !== undefined) return target.webSocketDebuggerUrl
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  throw new Error('no inspector is listening')
}
