# The web app behind nginx, which passes the paths of the API on.
#   docker build -f cluster/docker/web.Dockerfile -t enterprise-system-web .
FROM node:26.10.0-trixie-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build -- web

FROM nginxinc/nginx-unprivileged:1.28.0-alpine
# Where the API answers; written into /tmp at the start, the only place that has to be writable.
ENV API_ADDRESS=api:8000 NGINX_ENVSUBST_OUTPUT_DIR=/tmp
COPY cluster/docker/nginx.conf /etc/nginx/nginx.conf
COPY cluster/docker/nginx-headers.conf /etc/nginx/headers.conf
COPY cluster/docker/upstream.conf.template /etc/nginx/templates/upstream.conf.template
COPY --from=build /src/dist/web /srv/app
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=3s --retries=3 CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
