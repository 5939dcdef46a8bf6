import { click, dialog, type Scene, steps } from './scene'

export const projectScenes: Scene[] = [
  { name: 'projects', route: '/o/[slug]/projects', as: 'owner', path: '/o/acme/projects' },
  { name: 'projects-archived', route: '/o/[slug]/projects', as: 'owner', path: '/o/acme/projects?status=archived' },
  { name: 'projects-no-match', route: '/o/[slug]/projects', as: 'owner', path: '/o/acme/projects?q=zeppelin' },
  {
    name: 'projects-none',
    route: '/o/[slug]/projects',
    as: 'olive',
    path: ({ world }) => `/o/${world.engines.slug}/projects`,
  },
  {
    name: 'projects-new',
    route: '/o/[slug]/projects',
    as: 'owner',
    path: '/o/acme/projects',
    act: steps(dialog('New project')),
  },
  {
    name: 'projects-new-refused',
    route: '/o/[slug]/projects',
    as: 'owner',
    path: '/o/acme/projects',
    act: steps(dialog('New project'), click('Create project'), (page) =>
      page.getByRole('dialog').getByRole('alert').waitFor(),
    ),
  },
  {
    name: 'project',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: ({ world }) => `/o/acme/projects/${world.project}`,
  },
  {
    name: 'project-archived',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: ({ world }) => `/o/acme/projects/${world.archivedProject}`,
  },
  {
    name: 'project-viewer',
    route: '/o/[slug]/projects/[id]',
    as: 'viewer',
    path: ({ world }) => `/o/acme/projects/${world.project}`,
  },
  {
    name: 'project-delete',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: ({ world }) => `/o/acme/projects/${world.project}`,
    act: steps(dialog('Delete')),
  },
  {
    name: 'project-unknown',
    route: '/o/[slug]/projects/[id]',
    as: 'owner',
    path: '/o/acme/projects/00000000-0000-4000-8000-000000000000',
    status: 404,
  },
]
