# Two stages: what builds stays behind. The settings come from the environment (see README.md).
# The base is named by the digest of its multi-platform index, as published for this tag: docker build refuses anything
# else, whatever the tag has moved to. To move on: docker buildx imagetools inspect python:3.11-slim-bookworm
# prints the digest of today; put it below, build, try it. VERSION is yours: docker build --build-arg VERSION=1.2.3 .
# The user is 10001. The file system may be read-only: only /data is written to, on Postgres not even that.
ARG PYTHON_IMAGE=python:3.11.16-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b
FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /app
COPY requirements.txt /src/
RUN /app/bin/pip install --require-hashes -r /src/requirements.txt
# Our own packages are copied, not built: so nothing without a hash is ever fetched.
COPY bot /app/lib/python3.11/site-packages/bot
COPY handlers /app/lib/python3.11/site-packages/handlers
RUN printf '#!/app/bin/python\nfrom bot.__main__ import main\n\nmain()\n' > /app/bin/propops-bot \
    && chmod 755 /app/bin/propops-bot \
    && /app/bin/python -m compileall -q /app/lib

FROM ${PYTHON_IMAGE}
ARG VERSION=unknown
LABEL org.opencontainers.image.title="propops-slack" \
    org.opencontainers.image.description="Run PropOps maintenance jobs from Slack" \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="${VERSION}"
RUN useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin bot
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    LOG_FORMAT=json \
    DATABASE_URL=sqlite:////data/propops-bot.db
USER bot
WORKDIR /data
# The SQLite file and its keys: back them up together.
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=2)"]
CMD ["propops-bot", "serve"]
