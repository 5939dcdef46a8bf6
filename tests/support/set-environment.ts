import { environment } from './environment'

// Runs before each test file, and so before the application reads its environment.
Object.assign(process.env, environment)
