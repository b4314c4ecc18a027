import { describe, expect, it } from 'vitest'
import { volumePerSyringe, worksheet } from '../../src/core/allocation/worksheet.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import { nct06536712 } from '../../src/core/registry/nct06536712.ts'
import { contradiction, registrationAddress, StudySettings } from '../../src/core/registry/settings.ts'
import { enrolled, listSealed, ordered, ready, started, stocked } from '../support/facts.ts'
import { given } from '../support/given.ts'
import { settingsWith } from '../support/settings.ts'

const usual = settingsWith()
const change = (settings: StudySettings) => ({ type: 'ChangeSettings' as const, settings, reason: 'amendment 1' })

describe('study settings', () => {
  it('are strict: nothing unknown, nothing missing, whole numbers in their bounds', () => {
    expect(StudySettings.safeParse(usual).success).toBe(true)
    const wrong: unknown[] = [
      { ...usual, theme: 'dark' },
      { ...usual, criteria: [] },
      { ...usual, dose: { ...usual.dose, thawMinutes: 1.5 } },
      { ...usual, dose: { ...usual.dose, inUseMinutes: 0 } },
      { ...usual, dose: { ...usual.dose, finalMicrolitres: '10' } },
      { ...usual, lockAfterSeconds: 29 },
      { ...usual, study: { ...usual.study, timeZone: 'Mars/Olympus' } },
      { ...usual, arms: { A: usual.arms.A } },
      { ...usual, contact: { ...usual.contact, emergencyPhone: '' } },
      { ...usual, label: { ...usual.label, product: { en: 'exosomes or placebo' } } },
    ]
    for (const [index, settings] of wrong.entries())
      expect(StudySettings.safeParse(settings).success, `${index}`).toBe(false)
  })

  it.each([
    ['NCT06536712', 'https://clinicaltrials.gov/study/NCT06536712'],
    ['NCT0653671', undefined],
    ['NCT06536712/../evil', undefined],
    ['IRCT20180101038585N1', undefined],
  ])('know the page of the registration %s only where its registry is known', (registryId, address) => {
    expect(registrationAddress({ ...usual, study: { ...usual.study, registryId } })).toBe(address)
  })

  it.each([
    ['arms.B.name', { ...usual, arms: { ...usual.arms, B: { ...usual.arms.B, name: 'EXOSOME' } } }],
    ['dose.drawMicrolitres', settingsWith({ dose: { drawMicrolitres: 2_001, vialMicrolitres: 2_000 } })],
    ['dose.finalMicrolitres', settingsWith({ dose: { drawMicrolitres: 1_800, finalMicrolitres: 1_799 } })],
    ['criteria', { ...usual, criteria: [...usual.criteria, ...usual.criteria] }],
  ] as [string, StudySettings][])('may not contradict each other in %s', (field, settings) => {
    expect(contradiction(settings)).toBe(field)
    given().when('ana', change(settings)).refuses('settings_contradict', `settings.${field}`)
  })

  it('the facts of the registration fit, and what it leaves open is not among them', () => {
    expect(nct06536712.arms.A.plannedCount + nct06536712.arms.B.plannedCount).toBe(20)
    expect(nct06536712).not.toHaveProperty('dose')
    expect(
      contradiction({ ...usual, ...nct06536712, criteria: [...nct06536712.criteria], study: usual.study }),
    ).toBeUndefined()
  })
})

describe('changing the settings', () => {
  const renamed = { ...usual, arms: { ...usual.arms, A: { ...usual.arms.A, name: 'vesicles' } } }

  it('P5 keeps who, when and why', () =>
    given()
      .when('ana', change(settingsWith({ lockAfterSeconds: 600 })))
      .leads((trial) => {
        expect(trial.settings.lockAfterSeconds).toBe(600)
        expect(trial.books.registry.settingsHistory).toEqual([
          { at: trial.now, by: trial.id('ana'), reason: 'amendment 1' },
        ])
      }))

  it('is free before the list is sealed', () =>
    given(stocked())
      .when('ana', change(renamed))
      .accepts({ registry: ['SettingsChanged'] }))

  it.each([
    ['the arms', renamed],
    ['the planned numbers', settingsWith({ plannedPerArm: 4 })],
    ['the vials of a dose', settingsWith({ dose: { vialsPerDose: 2 } })],
    ['the way of opening an envelope', settingsWith({ emergency: { openWith: 'secret' } })],
  ])('is refused for %s once the list is sealed: the envelopes were made for them', (_, settings) =>
    given(listSealed()).when('ana', change(settings)).refuses('settings_fixed_by_list', 'settings'),
  )

  it('may still change the volumes then, but not while a dose is being made', () => {
    const settings = settingsWith({ dose: { finalMicrolitres: 12_000 } })
    given(listSealed(), stocked())
      .when('ana', change(settings))
      .accepts({ registry: ['SettingsChanged'] })
    given(ready, enrolled(), ordered(), started()).when('ana', change(settings)).refuses('preparation_open')
  })

  it('states the supply anew where the change moves it', () =>
    given(stocked())
      .when('ana', change(settingsWith({ plannedPerArm: 5 })))
      .leads((trial) => expect(trial.books.registry.supply.surplusDoses).toBe(0)))
})

describe('the worksheet', () => {
  it('Q7 is made from the settings alone and takes no arm, so both arms have the same steps, waits and amounts', () => {
    expect(worksheet).toHaveLength(1)
    const swapped = { ...usual, arms: { A: usual.arms.B, B: usual.arms.A } }
    expect(worksheet(swapped)).toEqual(worksheet(usual))
    expect(worksheet(usual)).toEqual([
      { name: 'take', vials: 1 },
      { name: 'thaw', waitMinutes: 10 },
      { name: 'draw', microlitres: 1_800 },
      { name: 'fill', microlitres: 10_000 },
      { name: 'inspect' },
      { name: 'sleeve' },
    ])
  })

  it('A3 shares the volume out to the last microlitre', () => {
    expect(volumePerSyringe(10_000, 3)).toEqual([3_334, 3_333, 3_333])
    expect(volumePerSyringe(10_000, 1)).toEqual([10_000])
    for (const count of [1, 2, 3, 7, 10])
      expect(volumePerSyringe(9_999, count).reduce((sum, one) => sum + one)).toBe(9_999)
  })
})

describe('limits of what a vial may go through', () => {
  const settings = settingsWith()
  const withLimits = (limits: object) => StudySettings.safeParse({ ...settings, dose: { ...settings.dose, ...limits } })

  it('Q6 are optional, whole and not below one thaw, the one for the dose', () => {
    expect(withLimits({}).data?.dose.thawsAllowed).toBeUndefined()
    expect(withLimits({ thawsAllowed: 1, outMinutesAllowed: 0 }).success).toBe(true)
    for (const limits of [{ thawsAllowed: 0 }, { thawsAllowed: 1.5 }, { outMinutesAllowed: -1 }])
      expect(withLimits(limits).success).toBe(false)
  })

  it('Q6 a limit that is stated later leaves out of the supply what is over it already, in both arms alike', () => {
    const { trial, when } = given(stocked())
    const move = { from: 'Freezer 1', vialCodes: 'all', storagePlace: 'Freezer 2', thawed: false } as const
    const { lotId } = trial.lot('PL-1')
    trial.act('ana', { type: 'TransferVials', lotId, ...move, minutesOut: 50, reason: 'defrosting' })
    expect(spareDoses(trial.books.registry)).toBe(2)
    const stricter = { ...trial.settings, dose: { ...trial.settings.dose, outMinutesAllowed: 49 } }
    when('ana', { type: 'ChangeSettings', settings: stricter, reason: 'the protocol was amended' }).leads(() =>
      expect(spareDoses(trial.books.registry)).toBe(-3),
    )
  })
})
