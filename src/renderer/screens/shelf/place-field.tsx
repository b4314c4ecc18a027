import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { useAnswer } from '../../api.ts'

/** A storage place: one of those that exist, or a new one. */
export function PlaceField({ without = '', ...rest }: Omit<AutocompleteProps, 'data'> & { without?: string }) {
  const { answer } = useAnswer<'StoragePlaces'>({ type: 'StoragePlaces', offset: 0, limit: 200 })
  const places = (answer?.rows ?? []).map((row) => row.storagePlace).filter((place) => place !== without)
  return <Autocomplete size="md" maxLength={80} autoComplete="off" {...rest} data={places} />
}
