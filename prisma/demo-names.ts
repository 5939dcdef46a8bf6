/** Two hundred people who do not exist. */
export const demoPeople = `
  Ada Abara, Bela Dubois, Dario Garcia, Emil Jansen, Gita Moreau, Ilias Petrov, Karim Schulz, Luka Bakker
  Astrid Eriksen, Clara Haddad, Elif Kovac, Freya Nakamura, Ida Qureshi, Kaito Tanaka, Lucia Castillo, Arjun Fischer
  Chidi Ito, Edda Lindqvist, Finn Okafor, Hiro Romero, Juno Abara, Liam Dubois, Anika Garcia, Cem Jansen
  Dilan Moreau, Felix Petrov, Hanna Schulz, Jonas Bakker, Lena Eriksen, Anders Haddad, Carla Kovac, Diego Nakamura
  Farah Qureshi, Hakim Tanaka, Jana Castillo, Leif Fischer, Amara Ito, Bruno Lindqvist, Deniz Okafor, Ewa Romero
  Greta Abara, Ivan Dubois, Lara Garcia, Alan Jansen, Bianca Moreau, Dana Petrov, Esra Schulz, Goran Bakker
  Ines Eriksen, Kira Haddad, Ada Lindqvist, Bela Okafor, Dario Romero, Emil Abara, Gita Dubois, Ilias Garcia
  Karim Jansen, Luka Moreau, Astrid Petrov, Clara Schulz, Elif Bakker, Freya Eriksen, Ida Haddad, Kaito Kovac
  Lucia Nakamura, Arjun Qureshi, Chidi Tanaka, Edda Castillo, Finn Fischer, Hiro Ito, Juno Lindqvist, Liam Okafor
  Anika Romero, Cem Abara, Dilan Dubois, Felix Garcia, Hanna Jansen, Jonas Moreau, Lena Petrov, Anders Schulz
  Carla Bakker, Diego Eriksen, Farah Haddad, Hakim Kovac, Jana Nakamura, Leif Qureshi, Amara Tanaka, Bruno Castillo
  Deniz Fischer, Ewa Ito, Greta Lindqvist, Ivan Okafor, Lara Romero, Alan Abara, Bianca Dubois, Dana Garcia
  Esra Jansen, Goran Moreau, Ines Petrov, Kira Schulz, Ada Castillo, Bela Fischer, Dario Ito, Emil Lindqvist
  Gita Okafor, Ilias Romero, Karim Abara, Luka Dubois, Astrid Garcia, Clara Jansen, Elif Moreau, Freya Petrov
  Ida Schulz, Kaito Bakker, Lucia Eriksen, Arjun Haddad, Chidi Kovac, Edda Nakamura, Finn Qureshi, Hiro Tanaka
  Juno Castillo, Liam Fischer, Anika Ito, Cem Lindqvist, Dilan Okafor, Felix Romero, Hanna Abara, Jonas Dubois
  Lena Garcia, Anders Jansen, Carla Moreau, Diego Petrov, Farah Schulz, Hakim Bakker, Jana Eriksen, Leif Haddad
  Amara Kovac, Bruno Nakamura, Deniz Qureshi, Ewa Tanaka, Greta Castillo, Ivan Fischer, Lara Ito, Alan Lindqvist
  Bianca Okafor, Dana Romero, Esra Abara, Goran Dubois, Ines Garcia, Kira Jansen, Ada Nakamura, Bela Qureshi
  Dario Tanaka, Emil Castillo, Gita Fischer, Ilias Ito, Karim Lindqvist, Luka Okafor, Astrid Romero, Clara Abara
  Elif Dubois, Freya Garcia, Ida Jansen, Kaito Moreau, Lucia Petrov, Arjun Schulz, Chidi Bakker, Edda Eriksen
  Finn Haddad, Hiro Kovac, Juno Nakamura, Liam Qureshi, Anika Tanaka, Cem Castillo, Dilan Fischer, Felix Ito
  Hanna Lindqvist, Jonas Okafor, Lena Romero, Anders Abara, Carla Dubois, Diego Garcia, Farah Jansen, Hakim Moreau
  Jana Petrov, Leif Schulz, Amara Bakker, Bruno Eriksen, Deniz Haddad, Ewa Kovac, Greta Nakamura, Ivan Qureshi
  Lara Tanaka, Alan Castillo, Bianca Fischer, Dana Ito, Esra Lindqvist, Goran Okafor, Ines Romero, Kira Abara
`
  .split(/[,\n]/)
  .map((name) => name.trim())
  .filter(Boolean)

export const demoProjects = `
  Website relaunch, Mobile app, Customer portal, Billing rewrite, Data warehouse, Single sign-on, Design system, Onboarding flow
  Pricing page, Partner program, Support handbook, Office move, Annual report, Security review, Accessibility audit, Search index
  Newsletter, Release notes, Hiring plan, Payroll switch, Inventory sync, Returns process, Loyalty card, Store locator
  Press kit, Brand refresh, Field survey, Trade fair, Product tour, Developer portal, Status page, Incident drills
  Backup restore, Cost dashboard, Carbon report, Supplier scorecard, Translation memory, Beta feedback, Roadmap 2027, Kitchen renovation
`
  .split(/[,\n]/)
  .map((name) => name.trim())
  .filter(Boolean)

/** Roles that acme made itself. */
export const demoRoles = {
  'Project lead': `organization:read member:read member:invite project:read project:create project:update project:delete`,
  Auditor: `organization:read member:read role:read audit:read project:read`,
}
