# Not built in CI. See docs/deployment.md for what it assumes.
#
#   docker build -t atrium . --build-arg NEXT_DEPLOYMENT_ID=$(git rev-parse --short HEAD)
#
# The same image serves (`npm start`), works the queue (`npm run worker`), migrates (`npm run db:migrate`) and is the
# operator's tool (`npm run users -- find EMAIL`).

FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# `npm ci` from the day on which the lockfile has every platform's packages (docs/deployment.md).
RUN npm install --include=dev --no-audit --no-fund
COPY . .
# Of the build: baked into what it makes. The same key for every build, another id for each.
ARG NEXT_SERVER_ACTIONS_ENCRYPTION_KEY
ARG NEXT_DEPLOYMENT_ID
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && rm -rf .next/cache tests

FROM node:22-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"
# Not `npm start`: npm would stand between the signals and the server. The same program.
CMD ["node", "--import", "tsx", "scripts/start.ts"]
