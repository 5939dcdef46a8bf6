-- Roles that an organization makes itself. In one organization no two have the same name, however it is written, and none is called like a
-- built-in one: whoever reads “Admin” beside somebody's name knows what they may do. A closed invitation keeps the name of what it offered, as that role may be deleted.

ALTER TABLE "Invitation" ADD COLUMN "formerRole" TEXT;

CREATE UNIQUE INDEX "one_role_of_a_name" ON "Role" ("organizationId", lower("name"));
ALTER TABLE "Role" ADD CONSTRAINT "role_is_not_built_in" CHECK (lower("name") NOT IN ('owner', 'admin', 'member', 'viewer'));
ALTER TABLE "Role" ADD CONSTRAINT "role_has_a_name" CHECK (length("name") BETWEEN 1 AND 80);

-- Only what is over forgets which role it was.
ALTER TABLE "Invitation" ADD CONSTRAINT "former_role_is_over" CHECK ("formerRole" IS NULL OR num_nonnulls("acceptedAt", "revokedAt") = 1);

-- How many have a built-in role is counted beside every role.
CREATE INDEX "Membership_organizationId_builtInRole_idx" ON "Membership"("organizationId", "builtInRole");
