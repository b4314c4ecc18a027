import {
  IconAlertTriangle,
  IconBook2,
  IconBox,
  IconChecklist,
  IconEye,
  IconFlag,
  IconHistory,
  IconHome,
  IconListNumbers,
  IconListSearch,
  IconSettings,
  IconTemperature,
  IconUsers,
  IconUsersGroup,
  IconVaccine,
} from '@tabler/icons-react'
import { type Book, booksOf, type Role, roles } from '../../core/books.ts'
import { terms } from '../../core/decide.ts'
import type { Task } from '../../core/tasks.ts'
import type { Place, ScreenName } from '../navigation.tsx'

type RailItem = {
  readonly screen: ScreenName
  readonly icon: typeof IconHome
  /** Without this book's key there is nothing to see. */
  readonly book: Book
  /** Where a book is not enough: only roles that may do this. */
  readonly roles?: readonly Role[]
  readonly tasks?: readonly Task['kind'][]
}

const readsAboutArms: readonly Role[] = [
  'pharmacist',
  'checker',
  'pi',
  'deputy_pi',
  'blinded_inspector',
  'unblinded_inspector',
]

const readsEnd = readsAboutArms.filter((role) => role !== 'checker')

/** Everybody who holds stock or the clinic book. */
const readsAccounts = roles.filter((role) => role !== 'administrator')
const inspectors: readonly Role[] = ['blinded_inspector', 'unblinded_inspector']

const items: readonly RailItem[] = [
  { screen: 'inspection', icon: IconListSearch, book: 'registry', roles: inspectors },
  { screen: 'today', icon: IconHome, book: 'registry' },
  {
    screen: 'participants',
    icon: IconUsers,
    book: 'clinic',
    tasks: ['enrol_participant', 'order_dose', 'release_dose', 'record_outcome', 'confirm_receipt', 'print_labels'],
  },
  { screen: 'syringes', icon: IconVaccine, book: 'clinic' },
  {
    screen: 'lots',
    icon: IconBox,
    book: 'stock',
    tasks: ['receive_lot', 'release_lot', 'dispose_excursion', 'state_use', 'restate_supply', 'approve_worksheets'],
  },
  { screen: 'temperature', icon: IconTemperature, book: 'stock' },
  { screen: 'accounts', icon: IconBook2, book: 'registry', roles: readsAccounts },
  {
    screen: 'list',
    icon: IconListNumbers,
    book: 'allocation',
    roles: terms.ImportAllocationList.roles,
    tasks: ['seal_list'],
  },
  { screen: 'break', icon: IconAlertTriangle, book: 'clinic', roles: terms.BreakBlind.roles, tasks: ['assess_impact'] },
  { screen: 'readiness', icon: IconChecklist, book: 'clinic', roles: readsAboutArms, tasks: ['pass_drill'] },
  { screen: 'knowledge', icon: IconEye, book: 'clinic', roles: readsAboutArms },
  { screen: 'closing', icon: IconFlag, book: 'clinic', roles: readsEnd, tasks: ['lock_database'] },
  { screen: 'trail', icon: IconHistory, book: 'registry' },
  { screen: 'members', icon: IconUsersGroup, book: 'registry', tasks: ['enrol_breaker'] },
  { screen: 'settings', icon: IconSettings, book: 'registry' },
]

/** What this role has: nothing else exists for it. */
export function railOf(role: Role): readonly RailItem[] {
  return items.filter((item) => booksOf(role).includes(item.book) && (item.roles?.includes(role) ?? true))
}

/** Where a task is done. Undefined where it is answered in place. */
export function placeOf(task: Task): Place | undefined {
  const participant = { screen: 'participant', about: String(task.number ?? '') } as const
  switch (task.kind) {
    case 'seal_list':
      return { screen: 'list' }
    case 'receive_lot':
      return { screen: 'lots' }
    case 'release_lot':
    case 'dispose_excursion':
      return { screen: 'lot', about: task.about }
    case 'approve_worksheets':
      return { screen: 'worksheets' }
    case 'enrol_breaker':
      return { screen: 'members' }
    case 'pass_drill':
      return { screen: 'readiness' }
    case 'enrol_participant':
      return { screen: 'participants' }
    case 'order_dose':
      return { screen: 'participant', about: task.about }
    case 'prepare_dose':
    case 'finish_preparation':
      return { screen: 'prepare', about: task.about }
    case 'verify_dose':
      return { screen: 'verify', about: task.about }
    case 'print_labels':
    case 'release_dose':
    case 'record_outcome':
    case 'confirm_receipt':
      return participant
    case 'assess_impact':
      return { screen: 'break', about: task.about }
    case 'lock_database':
      return { screen: 'closing' }
    case 'answer_notice':
    case 'ask_pharmacy':
    case 'state_use':
    case 'restate_supply':
      return undefined
  }
}
