import './lib/production'
import './lib/environment'
import { build } from './lib/built'
import { run } from './lib/notice'

run(() => build())
