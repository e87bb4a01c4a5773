# The site in one image: web, worker, beat and every command. docker-compose.yml starts them.

# Dependencies first, in a layer of their own: a changed page does not install anything again.
FROM python:3.13-slim AS dependencies
WORKDIR /build
RUN python -m venv /opt/venv
COPY pyproject.toml constraints.txt README.md ./
# `--build-arg EXTRAS='[sentry]'` adds what reports errors.
ARG EXTRAS=""
RUN /opt/venv/bin/pip install --no-cache-dir --quiet -c constraints.txt ".${EXTRAS}"

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data
# A fixed number, so that files in the data volume keep their owner from one image to the next.
RUN groupadd --gid 10001 site \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin site \
    && install -d -o site -g site -m 0700 /data
COPY --from=dependencies /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Built by root and only read by the site: catalogues, static files (hashed and compressed), bytecode.
# The embedded profile needs no configuration; its throw-away keys go with the folder.
RUN export DATA_DIR=/tmp/build \
    && python manage.py catalogs \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q campaign petitions \
    && rm -rf /tmp/build
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["python", "deploy/alive.py"]
CMD ["python", "-m", "campaign.serve", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "2", "--respawn-failed-workers", "--no-ws", "campaign.wsgi:application"]
