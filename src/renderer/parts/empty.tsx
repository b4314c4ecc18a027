import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A place where nothing is yet. It says what comes next. */
export function Empty({ title, next, children }: { title: string; next?: ReactNode; children?: ReactNode }) {
  return (
    <Stack gap="xs" py="xl" align="flex-start" maw="40rem">
      <Title order={2} size="h4">
        {title}
      </Title>
      {next === undefined ? null : <Text className="quiet">{next}</Text>}
      {children}
    </Stack>
  )
}
