'use server'
import { orgAction } from '@/lib/access/actions'
import * as projects from '@/lib/domain/projects'

const on = projects.findProject

export const createProject = orgAction('project:create', projects.createProjectSchema, async (ctx, input) => {
  const { id } = await projects.createProject(ctx, input)
  return { redirectTo: `/o/${ctx.org.slug}/projects/${id}` }
})
export const renameProject = orgAction('project:update', projects.renameProjectSchema, projects.renameProject, { on })
export const archiveProject = orgAction('project:update', projects.projectSchema, projects.archiveProject, { on })
export const restoreProject = orgAction('project:update', projects.projectSchema, projects.restoreProject, { on })
export const deleteProject = orgAction('project:delete', projects.deleteProjectSchema, projects.deleteProject, { on })
