import '@fontsource-variable/vazirmatn/index.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { StatusProvider } from './api.ts'
import { App } from './app.tsx'
import { startI18n } from './i18n/index.ts'
import { theme } from './theme.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
// Modals lock the page's scrolling with a style element of their own, which must carry the nonce too.
setNonce(nonce)
startI18n()

const root = document.getElementById('root')
if (root === null) throw new Error('the document has no place for the interface')

createRoot(root).render(
  <DirectionProvider>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <Notifications position="top-center" limit={3} className="said-in-passing" />
      <StatusProvider>
        <App />
      </StatusProvider>
    </MantineProvider>
  </DirectionProvider>,
)
