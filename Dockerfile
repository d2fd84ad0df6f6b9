FROM python:3.11-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /srv/espace
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements.lock
COPY app ./app
COPY migrations ./migrations
# Compiled here, since the container's own file system may be read-only.
RUN /opt/venv/bin/python -m compileall -q app migrations

FROM python:3.11-slim

LABEL org.opencontainers.image.title="Espace Assuré" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ESPACE_PROFILE=production \
    ESPACE_DATA_DIR=/data
RUN groupadd --system --gid 10001 espace \
    && useradd --system --uid 10001 --gid espace --no-create-home --shell /usr/sbin/nologin espace \
    && install --directory --owner=espace --group=espace --mode=0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/espace /srv/espace
COPY LICENSE NOTICE /srv/espace/
WORKDIR /srv/espace
USER 10001:10001
# The only place that is written to, and only by the embedded database and the demo.
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
