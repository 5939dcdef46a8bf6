import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { AppError } from '@/lib/errors'
import { after, cursor, newestFirst, PAGE, pageOf } from './paging'
import { containing, id, name } from './strings'

const projectName = name('Give it a name.')
const shown = { id: true, name: true, archivedAt: true, createdAt: true } as const

export const listProjectsSchema = z.object({
  q: z.string().trim().max(100).optional(),
  status: z.enum(['active', 'archived']).default('active'),
  after: cursor,
})

export async function listProjects(
  { db }: OrgContext,
  { q, status, after: from }: z.output<typeof listProjectsSchema>,
) {
  const projects = await db.project.findMany({
    where: {
      ...after(from),
      archivedAt: status === 'archived' ? { not: null } : null,
      ...(q && { name: containing(q) }),
    },
    select: shown,
    orderBy: [...newestFirst],
    take: PAGE + 1,
  })
  return pageOf(projects)
}

export const projectSchema = z.object({ id: id() })

/** Null when there is none in this organization: the gate and the page answer “There is nothing here.” */
export function findProject({ db }: OrgContext, { id }: { id: string }) {
  return db.project.findFirst({ where: { id }, select: shown })
}

export async function getProject(ctx: OrgContext, input: { id: string }) {
  const project = await findProject(ctx, input)
  if (!project) throw new AppError('NOT_FOUND', 'There is nothing here.')
  return project
}

type Project = Awaited<ReturnType<typeof getProject>>

export const createProjectSchema = z.object({ name: projectName })

export async function createProject({ db, audit }: OrgAct, { name }: z.output<typeof createProjectSchema>) {
  const project = await db.project.create({ data: { name }, select: shown })
  audit({ action: 'project.created', target: project, after: { name } })
  return project
}

export const renameProjectSchema = projectSchema.extend({ name: projectName })

export async function renameProject(
  { db, audit }: OrgAct,
  { name }: z.output<typeof renameProjectSchema>,
  project: Project,
) {
  if (name === project.name) return { ok: true, message: 'That is its name already.', unchanged: true as const }
  await db.project.update({ where: { id: project.id }, data: { name } })
  audit({ action: 'project.renamed', target: { ...project, name }, before: { name: project.name }, after: { name } })
  return { ok: true, message: 'Saved.' }
}

export async function archiveProject({ db, audit }: OrgAct, _: unknown, project: Project) {
  if (project.archivedAt) return { ok: true, unchanged: true as const }
  await db.project.update({ where: { id: project.id }, data: { archivedAt: new Date() } })
  audit({ action: 'project.archived', target: project, before: { archived: false }, after: { archived: true } })
  return { ok: true, message: 'Archived. It is out of the way, and nothing is lost.' }
}

export async function restoreProject({ db, audit }: OrgAct, _: unknown, project: Project) {
  if (!project.archivedAt) return { ok: true, unchanged: true as const }
  await db.project.update({ where: { id: project.id }, data: { archivedAt: null } })
  audit({ action: 'project.restored', target: project, before: { archived: true }, after: { archived: false } })
  return { ok: true, message: 'It is back in the list.' }
}

export const deleteProjectSchema = projectSchema.extend({ confirmation: z.string('Type its name.') })

export async function deleteProject(
  { db, org, audit }: OrgAct,
  { confirmation }: { confirmation: string },
  project: Project,
) {
  if (confirmation.trim() !== project.name) {
    throw new AppError('BAD_INPUT', 'Nothing was deleted.', {
      fieldErrors: { confirmation: [`Type “${project.name}” to delete it.`] },
    })
  }
  await db.project.delete({ where: { id: project.id } })
  audit({
    action: 'project.deleted',
    target: project,
    before: { name: project.name, archived: project.archivedAt !== null },
  })
  return { redirectTo: `/o/${org.slug}/projects` }
}
