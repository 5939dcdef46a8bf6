'use server'
import { userAction } from '@/lib/access/actions'
import * as exports from '@/lib/auth/account/data-exports'

export const requestExport = userAction(exports.requestExportSchema, exports.requestExport, { stepUp: true })
export const deleteExport = userAction(exports.deleteExportSchema, exports.deleteExport)
