// Around every file of tests: what it wrote is gone before the next one begins.

import { afterAll } from 'vitest'
import { removeFolders } from './folder.ts'

afterAll(removeFolders)
