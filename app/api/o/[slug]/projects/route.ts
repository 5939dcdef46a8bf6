import { orgRead, orgWrite } from '@/lib/access/routes'
import { createProject, createProjectSchema, listProjects, listProjectsSchema } from '@/lib/domain/projects'

export const GET = orgRead('project:read', listProjectsSchema, listProjects)
export const POST = orgWrite('project:create', createProjectSchema, createProject)
