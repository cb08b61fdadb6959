# syntax=docker/dockerfile:1
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG VERSION=
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w -X main.version=${VERSION}" -o /out/rollcall ./cmd/rollcall \
    && mkdir /out/data

# Certificates and time zones, a user who is not root, and nothing else: no shell, no package manager.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/rollcall /usr/local/bin/rollcall
# The home of the SQLite file where no other database is named; a volume takes over this owner.
COPY --from=build --chown=65532:65532 /out/data /data
ENV ROLLCALL_LISTEN=0.0.0.0:8080 \
    ROLLCALL_DATABASE=/data/rollcall.db
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["rollcall", "doctor", "--url", "http://127.0.0.1:8080"]
ENTRYPOINT ["rollcall"]
CMD ["serve"]
