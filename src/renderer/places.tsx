import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { ScreenName } from './navigation.tsx'

type PlaceProps = { readonly about?: string }
type PlaceScreen = LazyExoticComponent<ComponentType<PlaceProps>>

function place(load: () => Promise<ComponentType<PlaceProps>>): PlaceScreen {
  return lazy(async () => ({ default: await load() }))
}

/** The screen of each place. Each is loaded when it is first gone to. */
export const places: Record<ScreenName, PlaceScreen> = {
  today: place(async () => (await import('./screens/today.tsx')).TodayScreen),
  participants: place(async () => (await import('./screens/participants.tsx')).ParticipantsScreen),
  participant: place(async () => (await import('./screens/participant.tsx')).ParticipantScreen),
  prepare: place(async () => (await import('./screens/prepare.tsx')).PrepareScreen),
  verify: place(async () => (await import('./screens/verify.tsx')).VerifyScreen),
  syringes: place(async () => (await import('./screens/syringes.tsx')).SyringesScreen),
  syringe: place(async () => (await import('./screens/syringe.tsx')).SyringeScreen),
  lots: place(async () => (await import('./screens/lots.tsx')).LotsScreen),
  lot: place(async () => (await import('./screens/lot.tsx')).LotScreen),
  vial: place(async () => (await import('./screens/shelf/vial.tsx')).VialScreen),
  temperature: place(async () => (await import('./screens/temperature.tsx')).TemperatureScreen),
  temperature_log: place(async () => (await import('./screens/temperature-log.tsx')).TemperatureLogScreen),
  members: place(async () => (await import('./screens/members.tsx')).MembersScreen),
  settings: place(async () => (await import('./screens/settings.tsx')).SettingsScreen),
  readiness: place(async () => (await import('./screens/readiness.tsx')).ReadinessScreen),
  break: place(async () => (await import('./screens/break.tsx')).BreakScreen),
  knowledge: place(async () => (await import('./screens/knowledge.tsx')).KnowledgeScreen),
  trail: place(async () => (await import('./screens/trail.tsx')).TrailScreen),
  list: place(async () => (await import('./screens/list-import.tsx')).ListImportScreen),
  held_doses: place(async () => (await import('./screens/held-doses.tsx')).HeldDosesScreen),
  accounts: place(async () => (await import('./screens/accounts.tsx')).AccountsScreen),
  inspection: place(async () => (await import('./screens/inspection.tsx')).InspectionScreen),
  worksheets: place(async () => (await import('./screens/worksheets.tsx')).WorksheetsScreen),
  closing: place(async () => (await import('./screens/closing.tsx')).ClosingScreen),
}
