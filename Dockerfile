# syntax=docker/dockerfile:1
# One image for web, worker and commands; what differs is the command line (compose.yaml).
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV UV_PROJECT_ENVIRONMENT=/app/.venv UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
RUN pip install --no-cache-dir uv==0.13.8
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-cache
COPY . .
# Static files are hashed and compressed once, here; no secret is needed for it.
RUN DEBUG=false SECRET_KEY=build-only DATABASE_URL=postgresql:///unused LOG_LEVEL=WARNING \
    .venv/bin/python manage.py collectstatic --noinput \
    && .venv/bin/python -m compileall -q catalog config layer1 layer2 layer3 lookjobs

FROM python:3.11-slim-bookworm
# The runtime has no compiler, no uv, no pip: what is installed is what the lock file says.
RUN pip uninstall -y setuptools wheel pip && useradd --system --uid 10001 --home-dir /app app
WORKDIR /app
COPY --from=build --chown=root:root /app /app
RUN mkdir -p /app/var/looks && chown -R app:app /app/var/looks
USER 10001
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 DEBUG=false
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status >= 500)"]
# exec form, so that SIGTERM reaches uvicorn: it stops accepting, then ends open requests.
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "20", "--timeout-keep-alive", "65"]
