import { expect, test } from './harness.ts'

test('the window opens, shut in: no Node, no other origin, no new window', async ({ counterseal: { app, page } }) => {
  await expect(page.locator('html[data-ready=true]')).toBeAttached()
  expect(page.url()).toBe('app://ui/index.html')
  const found = await page.evaluate(() => ({
    bridge: Object.keys((window as unknown as Record<string, object>).counterseal ?? {}).sort(),
    hasNode: 'require' in window || 'process' in window,
    isSecure: window.isSecureContext,
    opened: window.open('app://ui/index.html'),
  }))
  expect(found).toEqual({ bridge: ['dropped', 'on', 'request'], hasNode: false, isSecure: true, opened: null })
  expect(await app.evaluate(({ app: shell }) => shell.getName())).toBe('Counterseal')
})

test('the page cannot reach a server, run text as a program, or leave', async ({ counterseal }) => {
  const { page, complaints } = counterseal
  await expect(page.locator('html[data-ready=true]')).toBeAttached()
  // Code that a debugger evaluates stands above the content security policy; code started by a timer does not.
  const refused = await page.evaluate(async () => {
    let ran = true
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.head.append(script)
    try {
      ran = await new Promise<boolean>((resolve, reject) => {
        setTimeout(() => {
          try {
            resolve(new Function('return true')() as boolean)
          } catch (error) {
            reject(error)
          }
        })
      })
    } catch {
      ran = false
    }
    const reached = await fetch('https://example.invalid/').then(
      () => true,
      () => false,
    )
    return { reached, ran, inserted: 'ran' in window }
  })
  expect(refused).toEqual({ reached: false, ran: false, inserted: false })
  await page.evaluate(() => window.location.assign('https://example.invalid/'))
  expect(page.url()).toBe('app://ui/index.html')
  // Each refusal is a complaint in the console, and this is where they belong.
  expect(complaints.splice(0).join()).toContain('Content Security Policy')
})

test('no console message complains on the first screen', async ({ counterseal: { page, complaints } }) => {
  await page.reload()
  await expect(page.locator('html[data-ready=true]')).toBeAttached()
  expect(complaints).toEqual([])
})
