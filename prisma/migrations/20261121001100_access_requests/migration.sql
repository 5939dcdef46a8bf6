-- Whoever is refused asks for access in place, and who can grant it answers. The row is the open request and nothing else: it goes when it is granted,
-- declined or taken back, and what happened is in the audit log. One for each member and permission, so that asking twice says nothing new; it goes
-- with the membership.

-- CreateTable
CREATE TABLE "AccessRequest" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "membershipId" UUID NOT NULL,
    "permission" TEXT NOT NULL,
    "note" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccessRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AccessRequest_organizationId_createdAt_id_idx" ON "AccessRequest"("organizationId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AccessRequest_organizationId_id_key" ON "AccessRequest"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AccessRequest_organizationId_membershipId_permission_key" ON "AccessRequest"("organizationId", "membershipId", "permission");

-- AddForeignKey
ALTER TABLE "AccessRequest" ADD CONSTRAINT "AccessRequest_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessRequest" ADD CONSTRAINT "AccessRequest_organizationId_membershipId_fkey" FOREIGN KEY ("organizationId", "membershipId") REFERENCES "Membership"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

call isolate_by_organization('"AccessRequest"');
