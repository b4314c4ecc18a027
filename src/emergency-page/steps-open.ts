/** The first steps: the file of the pack, and who opens it. */
import { groupCode } from '../core/codes.ts'
import { readPack } from '../main/vault/pack.ts'
import { code, element, facts, field } from './dom.ts'
import { openWith } from './emergency.ts'
import type { Page, View } from './page.ts'
import { sodiumIsReady } from './sodium.ts'
import type { Word } from './words.ts'

/** A pack of a hundred thousand numbers is smaller. */
const largestPackBytes = 256 * 1024 * 1024

const unread: Record<'not_a_pack' | 'newer' | 'damaged', Word> = {
  not_a_pack: 'not_a_pack',
  newer: 'pack_newer',
  damaged: 'pack_damaged',
}

/** Takes a file that was chosen or dropped. */
export async function takeFile(page: Page, file: File | undefined): Promise<void> {
  if (file === undefined || page.opened !== undefined) return
  if (file.size > largestPackBytes) {
    page.refuse('not_a_pack')
    return
  }
  await sodiumIsReady
  const read = readPack(await file.text())
  if (!read.ok) {
    page.refuse(unread[read.why])
    return
  }
  page.pack = read.pack
  page.draft.login = read.pack.breakers.length === 1 ? (read.pack.breakers[0]?.keys.login ?? '') : ''
  page.go('sign')
}

/** Which pack? */
export function packStep(page: Page): View {
  const input = element('input', {
    type: 'file',
    accept: '.counterseal-pack',
    onchange: () => void takeFile(page, input.files?.[0]),
  })
  return {
    title: page.say('pack_title'),
    parts: [
      element('p', {}, page.say('pack_lead')),
      field(page.say('pack_file'), input, { help: page.say('pack_file_help') }),
      element('p', { class: 'quiet' }, page.say('check_page')),
    ],
  }
}

/** Who opens it? */
export function signStep(page: Page): View {
  const { pack, draft } = page
  if (pack === undefined) throw new Error('a pack is opened before it was chosen')
  const login = element('select', page.keeps('login'))
  const logins = pack.breakers.map(({ keys }) => keys.login)
  for (const one of logins.length > 1 ? ['', ...logins] : logins)
    login.append(element('option', { value: one, selected: one === draft.login }, one))
  const passphrase = element('input', {
    type: 'password',
    autocomplete: 'off',
    maxlength: 256,
    ...page.keeps('passphrase'),
  })
  passphrase.value = draft.passphrase
  return {
    title: page.say('sign_title'),
    parts: [
      facts([
        [page.say('pack'), code(groupCode(pack.packId))],
        [page.say('made_at'), code(`${pack.madeAt.slice(0, 16).replace('T', ' ')} UTC`)],
        [page.say('head'), code(pack.head)],
      ]),
      element('p', { class: 'quiet' }, page.say('compare')),
      field(page.say('login'), login, page.wrong('login')),
      field(page.say('passphrase'), passphrase, { help: page.say('passphrase_help'), ...page.wrong('passphrase') }),
    ],
    next: {
      label: page.say('sign_act'),
      ready: () => draft.login !== '' && draft.passphrase !== '',
      async act() {
        page.busy = true
        page.draw()
        // The derivation holds the page for a while; what it says must be on the screen before.
        await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 50)))
        const found = openWith(pack, draft.login, draft.passphrase)
        page.busy = false
        draft.passphrase = ''
        if (!found.ok) {
          page.refuse(found.word, 'passphrase')
          return
        }
        page.opened = found.opened
        page.go('why')
      },
    },
    other: {
      label: page.say('other_pack'),
      act() {
        page.pack = undefined
        page.go('pack')
      },
    },
  }
}
