import { answerDialogs, type Counterseal } from './harness.ts'
import type { Account } from './person.ts'
import { Walk } from './walk.ts'
import type { Language } from './words.ts'

/** Opens a file at the usual size of a small screen, as somebody who speaks this language. */
export async function opened(running: Counterseal, language: Language, path: string, who: Account): Promise<Walk> {
  const walk = new Walk(running, language)
  await walk.speak()
  await answerDialogs(running.app, path)
  await walk.page.getByRole('button', { name: walk.say('shell', 'welcome.open') }).click()
  await walk.signIn(who)
  await walk.speak()
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 720))
  return walk
}
